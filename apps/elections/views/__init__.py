"""Pages of 换届: read by everybody who sees the body, prepared by it, decided by the higher one."""
