"""How an installation is put together: settings from the environment, urls, the server and the `jishi` command."""
