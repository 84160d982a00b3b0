using System.Reflection;
using Clarion.Correlation.Risk;
using Clarion.Gateway.Http.Identity;

namespace Clarion.Integration.Structure;

/// <summary>Documents that must not fall behind the code.</summary>
public sealed class DocumentationTests
{
    public static TheoryData<string> Options { get; } = new(OptionRecords.All.Select(t => t.FullName!));

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_option_is_documented(string type)
    {
        var options = OptionRecords.All.Single(t => t.FullName == type);
        var section = OptionRecords.SectionOf(options);
        var text = File.ReadAllText(RepositoryFiles.At("docs", "configuration.md"));
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
        var root = RepositoryFiles.Root;
        var files = Directory.GetFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(root, "README.md"));
        var broken = from file in files
                     from System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(
                         File.ReadAllText(file), @"\]\((?!https?:)(?<target>[^)#]+)\)", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
                     let target = Path.Combine(Path.GetDirectoryName(file)!, link.Groups["target"].Value)
                     where !File.Exists(target) && !Directory.Exists(target)
                     select $"{Path.GetFileName(file)}: {link.Groups["target"].Value}";
        Assert.Empty(broken);
    }

    [Fact]
    public void Reasons_for_a_risk_and_levels_are_documented_with_what_they_weigh()
    {
        var text = File.ReadAllText(RepositoryFiles.At("docs", "identity.md"));
        Assert.All(
            Enum.GetValues<RiskReasons>().Where(reason => reason != RiskReasons.None),
            reason => Assert.Contains(FormattableString.Invariant($"| `{IdentityNames.Of(reason)}` | {RiskScore.WeightOf(reason)} |"), text, StringComparison.Ordinal));
        Assert.All(
            Enum.GetValues<RiskLevel>().Where(level => level != RiskLevel.None),
            level => Assert.Contains(FormattableString.Invariant($"`{IdentityNames.Of(level)}` from {(int)level}"), text, StringComparison.Ordinal));
    }
}
