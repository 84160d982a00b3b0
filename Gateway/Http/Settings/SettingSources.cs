using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;

namespace Clarion.Gateway.Http.Settings;

/// <summary>Says who set a value: the last provider that has it, as the configuration itself decides.</summary>
internal static class SettingSources
{
    public const string Default = "default";

    public static string Of(IConfiguration configuration, string key) => Find(configuration, key) ?? Default;

    private static string? Find(IConfiguration configuration, string key) => (configuration as IConfigurationRoot)?.Providers
        .Reverse().Select(provider => Ask(provider, key)).FirstOrDefault(name => name is not null);

    private static string? Ask(IConfigurationProvider provider, string key) => provider is ChainedConfigurationProvider chained
        ? Find(chained.Configuration, key)
        : provider.TryGet(key, out _) ? NameOf(provider) : null;

    private static string NameOf(IConfigurationProvider provider) => provider switch
    {
        EnvironmentVariablesConfigurationProvider => "environment",
        CommandLineConfigurationProvider => "command line",
        JsonConfigurationProvider file => Path.GetFileName(file.Source.Path) ?? "file",
        // Nothing but the demonstration keeps settings in memory.
        MemoryConfigurationProvider => "demo",
        _ => provider.GetType().Name,
    };
}
