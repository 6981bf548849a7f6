"""Pages of the portal: the ledger, one issue and its correction, the recheck, the visits."""
