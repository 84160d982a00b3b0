using Clarion.Storage.Filters;

namespace Clarion.Storage.Tests.Filters;

public sealed class FilterDocumentTests
{
    [Fact]
    public void Every_field_stands_in_the_document_with_its_scopes()
    {
        var rows = File.ReadAllLines(Path.Combine(RepositoryRoot(), "docs", "filter-language.md"));
        var missing = FilterFields.All.Select(Row).Where(row => !rows.Contains(row, StringComparer.Ordinal));
        Assert.Empty(missing);
    }

    private static string Row(FilterField field)
    {
        var scopes = string.Join(", ", Enum.GetValues<FilterScopes>()
            .Where(scope => scope != FilterScopes.None && field.Scopes.HasFlag(scope))
            .Select(scope => scope.ToString().ToLowerInvariant()));
        var names = field.Names.Count == 0 ? "" : $" {string.Join(", ", field.Names.Keys.Select(name => $"`{name}`"))}.";
        return $"| `{field.Name}` | {field.Kind.ToString().ToLowerInvariant()} | {scopes} | {(field.IsDimension ? "yes" : "")} | {field.Description}{names} |";
    }

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Clarion.Orleans.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("The tests must run inside the repository.");
    }
}
