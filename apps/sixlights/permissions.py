"""Who sees and keeps campaigns, their activities and honours."""

from apps.branches.scope import allow_register

allow_register("sixlights", "campaign", "campaignitem", "activity", "honour")
