"""What stands around every page: the bar, the looks, the ways between the pages."""
