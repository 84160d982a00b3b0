using Clarion.Storage.Tests.DuckDb;

namespace Clarion.Storage.Tests;

/// <summary>
/// Entry point of the tests, in place of the generated one, because crash tests start this program a second time as the process that dies.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (await StoreProcess.RunAsync())
        {
            return 0;
        }

        return args.Any(argument => argument is "-automated" or "@@")
            ? await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args)
            : await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
    }
}
