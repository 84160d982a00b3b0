using Clarion.Silo.Hosting;

return await ClarionHost.RunAsync(args).ConfigureAwait(false);
