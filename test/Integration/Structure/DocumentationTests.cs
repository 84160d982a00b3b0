using System.Reflection;

namespace Clarion.Integration.Structure;

/// <summary>Documents that must not fall behind the code.</summary>
public sealed class DocumentationTests
{
    public static TheoryData<string> Options { get; } = new(OptionTypes().Select(t => t.FullName!));

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_option_is_documented(string type)
    {
        var options = OptionTypes().Single(t => t.FullName == type);
        var section = (string)options.GetField("Section")!.GetRawConstantValue()!;
        var text = File.ReadAllText(Path.Combine(Repository(), "docs", "configuration.md"));
        Assert.Contains(section.Replace(":", "__", StringComparison.Ordinal), text, StringComparison.Ordinal);
        Assert.All(
            options.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(p => p.CanWrite),
            property => Assert.True(
                text.Contains($"`{property.Name}`", StringComparison.Ordinal)
                || text.Contains($"`{section.Replace(":", "__", StringComparison.Ordinal)}__{property.Name}`", StringComparison.Ordinal),
                $"{property.Name} is not in docs/configuration.md."));
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        var root = Repository();
        var files = Directory.GetFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(root, "README.md"));
        var broken = from file in files
                     from System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(
                         File.ReadAllText(file), @"\]\((?!https?:)(?<target>[^)#]+)\)", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
                     let target = Path.Combine(Path.GetDirectoryName(file)!, link.Groups["target"].Value)
                     where !File.Exists(target) && !Directory.Exists(target)
                     select $"{Path.GetFileName(file)}: {link.Groups["target"].Value}";
        Assert.Empty(broken);
    }

    private static IEnumerable<Type> OptionTypes() =>
        new[] { "Clarion.Gateway", "Clarion.Grains", "Clarion.Storage", "Clarion.Queues", "Clarion.Silo" }
            .SelectMany(name => Assembly.Load(name).GetTypes())
            .Where(t => t.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true });

    private static string Repository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Clarion.Orleans.sln")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }
}
