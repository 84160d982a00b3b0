using Clarion.Integration.Structure;
using YamlDotNet.RepresentationModel;

namespace Clarion.Integration.Deployment;

/// <summary><c>docker/kubernetes</c> and <c>systemd</c>: what must hold between files. Their schema is a matter of kubectl.</summary>
public sealed class KubernetesTests
{
    private static readonly IReadOnlyList<YamlMappingNode> Documents =
    [
        .. Directory.GetFiles(RepositoryFiles.At("docker", "kubernetes"), "*.yaml").Order(StringComparer.Ordinal).SelectMany(Read),
    ];

    public static TheoryData<string> SettingFiles { get; } = new(
        [Path.Combine("docker", "kubernetes", "settings.env"), .. Directory.GetFiles(RepositoryFiles.At("systemd"), "*.env").Select(file => Path.Combine("systemd", Path.GetFileName(file)))]);

    private static IEnumerable<YamlMappingNode> Workloads => Documents.Where(document => Text(document, "kind") is "StatefulSet" or "Deployment");

    [Theory]
    [MemberData(nameof(SettingFiles))]
    public void Every_variable_of_a_file_is_a_setting(string file) => Assert.All(
        File.ReadLines(RepositoryFiles.At(file)).Where(line => line.Length > 0 && !line.StartsWith('#')),
        line => Assert.True(OptionRecords.Binds(line[..line.IndexOf('=', StringComparison.Ordinal)]), $"{line} is no setting."));

    [Fact]
    public void Every_variable_of_a_pod_and_of_the_secret_is_a_setting()
    {
        var secret = Documents.Single(document => Text(document, "kind") == "Secret");
        var names = Workloads.SelectMany(workload => Nodes(At(Container(workload), "env")).Select(variable => Text(variable, "name")))
            .Concat(((YamlMappingNode)At(secret, "stringData")!).Children.Keys.Select(key => ((YamlScalarNode)key).Value!));
        Assert.All(
            names.Where(name => name.StartsWith("Clarion", StringComparison.Ordinal)), name => Assert.True(OptionRecords.Binds(name), $"{name} is no setting."));
    }

    [Fact]
    public void Pods_are_asked_how_they_are_have_no_rights_and_time_to_stop() => Assert.All(Workloads, workload =>
    {
        var pod = At(workload, "spec", "template", "spec")!;
        var container = Container(workload);
        Assert.Equal("/healthz", Text(container, "livenessProbe", "httpGet", "path"));
        Assert.Equal("/readyz", Text(container, "readinessProbe", "httpGet", "path"));
        Assert.Equal("true", Text(pod, "securityContext", "runAsNonRoot"));
        Assert.Equal("true", Text(container, "securityContext", "readOnlyRootFilesystem"));
        Assert.Equal("false", Text(container, "securityContext", "allowPrivilegeEscalation"));

        // The host stops within two minutes (docs/operations.md).
        Assert.True(int.Parse(Text(pod, "terminationGracePeriodSeconds"), System.Globalization.CultureInfo.InvariantCulture) > 120);
    });

    [Fact]
    public void Every_role_has_pods_a_budget_and_a_policy_of_its_own()
    {
        string[] roles = ["gateway", "silo", "web"];
        Assert.Equal(roles, Names("PodDisruptionBudget"));
        Assert.Equal(roles, Names("NetworkPolicy"));
        Assert.Equal(roles, Workloads.Select(workload => Text(Container(workload), "args", "1")).Order(StringComparer.Ordinal));
        Assert.All(Workloads, workload => Assert.Equal(Component(At(workload, "spec", "selector", "matchLabels")), Component(At(workload, "spec", "template", "metadata", "labels"))));
        Assert.All(
            Documents.Where(document => Text(document, "kind") is "PodDisruptionBudget"),
            budget => Assert.Equal(Text(budget, "metadata", "name"), Component(At(budget, "spec", "selector", "matchLabels"))));
    }

    [Fact]
    public void Ports_of_the_cluster_are_open_to_its_pods_only()
    {
        var silo = Documents.Single(document => Text(document, "kind") == "NetworkPolicy" && Text(document, "metadata", "name") == "silo");
        Assert.All(
            Nodes(At(silo, "spec", "ingress")),
            rule => Assert.All(Nodes(At(rule, "ports")), port => Assert.True(
                Text(port, "port") == "http" || Nodes(At(rule, "from")).All(peer => At(peer, "podSelector") is not null && At(peer, "namespaceSelector") is null))));
        var flows = Documents.Single(document => Text(document, "kind") == "Service" && Text(document, "metadata", "name") == "flows");
        Assert.Equal("Local", Text(flows, "spec", "externalTrafficPolicy"));
    }

    [Fact]
    public void Every_file_is_part_of_the_kustomization_or_an_example()
    {
        var kustomization = Documents.Single(document => Text(document, "kind") == "Kustomization");
        var resources = Nodes(At(kustomization, "resources")).Select(node => ((YamlScalarNode)node).Value!);
        var files = Directory.GetFiles(RepositoryFiles.At("docker", "kubernetes"), "*.yaml").Select(file => Path.GetFileName(file)!)
            .Where(name => name != "kustomization.yaml" && !name.EndsWith(".example.yaml", StringComparison.Ordinal));
        Assert.Equal(files.Order(StringComparer.Ordinal), resources.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<YamlMappingNode> Read(string file)
    {
        var stream = new YamlStream();
        using var text = File.OpenText(file);
        stream.Load(text);
        return stream.Documents.Select(document => (YamlMappingNode)document.RootNode);
    }

    private static IEnumerable<string> Names(string kind) =>
        Documents.Where(document => Text(document, "kind") == kind).Select(document => Text(document, "metadata", "name")).Order(StringComparer.Ordinal);

    private static string Component(YamlNode? labels) => Text(labels!, "app.kubernetes.io/component");

    private static YamlNode Container(YamlNode workload) => Assert.Single(Nodes(At(workload, "spec", "template", "spec", "containers")));

    private static IEnumerable<YamlNode> Nodes(YamlNode? list) => list is YamlSequenceNode sequence ? sequence.Children : [];

    private static string Text(YamlNode node, params ReadOnlySpan<string> path) => At(node, path) is YamlScalarNode { Value: { } value } ? value : "";

    private static YamlNode? At(YamlNode node, params ReadOnlySpan<string> path)
    {
        YamlNode? at = node;
        foreach (var step in path)
        {
            at = at switch
            {
                YamlMappingNode map => map.Children.TryGetValue(new YamlScalarNode(step), out var child) ? child : null,
                YamlSequenceNode list => list.Children[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)],
                _ => null,
            };
        }

        return at;
    }
}
