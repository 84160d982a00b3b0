namespace Clarion.Silo.Hosting;

/// <summary>The few switches of the host, as configuration values.</summary>
internal static class CommandLine
{
    /// <summary>Turns <c>--demo</c> and <c>--roles x</c> into their configuration keys; everything else passes through.</summary>
    public static string[] Expand(string[] args)
    {
        var expanded = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            expanded.Add(args[i] switch
            {
                "--demo" => $"--{Demo.DemoOptions.Switch}=true",
                "--roles" when i + 1 < args.Length => $"--{RoleParser.Key}={args[++i]}",
                var other when other.StartsWith("--roles=", StringComparison.Ordinal) => $"--{RoleParser.Key}={other["--roles=".Length..]}",
                var other => other,
            });
        }

        return [.. expanded];
    }
}
