"""Reports for people, made from the results model alone; :func:`kgplan.reports.write.write_report` writes them all."""
