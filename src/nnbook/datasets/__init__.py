"""Small data sets shipped with the package; each module states where its data come from and the licence."""
