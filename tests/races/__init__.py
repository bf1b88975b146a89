"""Several officers at the same moment on real connections: nothing accepted is lost, nothing is done twice, nothing breaks."""
