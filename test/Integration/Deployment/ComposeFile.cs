using System.Text.RegularExpressions;
using Clarion.Integration.Structure;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Clarion.Integration.Deployment;

/// <summary><c>docker/compose.yml</c> as a machine without any variable set sees it: defaults filled in, merge keys merged.</summary>
internal sealed partial class ComposeFile
{
    private readonly Dictionary<string, object> _services;

    private ComposeFile(Dictionary<string, object> services) => _services = services;

    /// <summary>Names of the services that are Clarion.</summary>
    public IEnumerable<string> ClarionServices => _services.Keys.Where(name => IsClarion(Service(name)));

    /// <summary>Reads it.</summary>
    public static ComposeFile Load()
    {
        var text = Default().Replace(File.ReadAllText(RepositoryFiles.At("docker", "compose.yml")), match => match.Groups["value"].Value);
        Assert.DoesNotContain("${", text, StringComparison.Ordinal);
        var file = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(new StringReader(text))));
        return new ComposeFile(Map(file["services"]));
    }

    /// <summary>All services.</summary>
    public IEnumerable<(string Name, Dictionary<string, object> Service)> Services => _services.Keys.Select(name => (name, Service(name)));

    /// <summary>One service.</summary>
    public Dictionary<string, object> Service(string name) => Map(_services[name]);

    /// <summary>Its environment.</summary>
    public Dictionary<string, string> Environment(string name) =>
        Map(Service(name)["environment"]).ToDictionary(variable => variable.Key, variable => (string)variable.Value, StringComparer.Ordinal);

    /// <summary>The strings of a list.</summary>
    public static IReadOnlyList<string> List(Dictionary<string, object> service, string key) =>
        service.TryGetValue(key, out var list) ? [.. ((List<object>)list).Cast<string>()] : [];

    /// <summary>A mapping with its keys as texts.</summary>
    public static Dictionary<string, object> Map(object node) =>
        node as Dictionary<string, object>
        ?? ((Dictionary<object, object>)node).ToDictionary(entry => (string)entry.Key, entry => entry.Value, StringComparer.Ordinal);

    private static bool IsClarion(Dictionary<string, object> service) =>
        service.TryGetValue("environment", out var environment) && Map(environment).ContainsKey("Clarion__Roles");

    [GeneratedRegex(@"\$\{[A-Z_]+:-(?<value>[^}]*)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Default();
}
