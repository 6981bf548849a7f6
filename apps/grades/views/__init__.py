"""Pages of the portal: ratings and grades, the form of whose turn it is, the notice, papers."""
