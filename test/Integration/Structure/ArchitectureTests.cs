using System.Reflection;
using NetArchTest.Rules;

namespace Clarion.Integration.Structure;

/// <summary>Holds the table of docs/decisions/0001-layout-and-dependencies.md.</summary>
public sealed class ArchitectureTests
{
    [Theory]
    [InlineData("Clarion.Flows", "Clarion.Correlation", "Clarion.Grains", "Clarion.Storage", "Clarion.Gateway", "Clarion.Simulation", "Orleans", "Microsoft.AspNetCore", "DuckDB", "Npgsql", "Microsoft.Extensions")]
    [InlineData("Clarion.Correlation", "Clarion.Grains", "Clarion.Storage", "Clarion.Gateway", "Orleans", "Microsoft.AspNetCore", "DuckDB", "Npgsql", "Microsoft.Extensions")]
    [InlineData("Clarion.Grains.Interfaces", "Clarion.Storage", "Clarion.Gateway", "Microsoft.AspNetCore", "DuckDB", "Npgsql")]
    [InlineData("Clarion.Grains", "Clarion.Queues", "Clarion.Storage.DuckDb", "Clarion.Storage.Timescale", "Clarion.Gateway", "Microsoft.AspNetCore", "DuckDB", "Npgsql")]
    [InlineData("Clarion.Storage", "Clarion.Grains", "Clarion.Gateway", "Microsoft.AspNetCore")]
    [InlineData("Clarion.Gateway", "Clarion.Queues", "Clarion.Storage.DuckDb", "Clarion.Storage.Timescale", "DuckDB", "Npgsql", "Clarion.Silo")]
    [InlineData("Clarion.Web", "Clarion.Storage.DuckDb", "Clarion.Storage.Timescale", "Clarion.Grains", "DuckDB", "Npgsql", "Clarion.Silo", "Clarion.Simulation")]
    [InlineData("Clarion.Connectors", "Clarion.Gateway", "Clarion.Storage", "Clarion.Grains", "Clarion.Web", "Orleans", "Microsoft.AspNetCore", "DuckDB", "Npgsql")]
    [InlineData("Clarion.Queues", "Clarion.Gateway", "Clarion.Storage", "Clarion.Grains.Partitions", "Clarion.Silo", "Clarion.Web", "Microsoft.AspNetCore", "DuckDB", "Npgsql")]
    [InlineData("Clarion.Migration", "Clarion.Storage.DuckDb", "Clarion.Storage.Timescale", "Clarion.Grains.Partitions", "Clarion.Grains.Identity", "Clarion.Silo", "Clarion.Web", "DuckDB", "Npgsql")]
    [InlineData("Clarion.Simulation", "Clarion.Gateway", "Clarion.Storage", "Clarion.Grains", "Orleans", "Microsoft.AspNetCore")]
    [InlineData("Clarion.Simulators", "Clarion.Connectors", "Clarion.Correlation", "Clarion.Gateway", "Clarion.Storage", "Clarion.Grains", "Orleans")]
    public void Dependencies_point_one_way(string assembly, params string[] forbidden)
    {
        var types = Types.InAssembly(Assembly.Load(assembly));

        // Clarion.Grains.Interfaces begins with Clarion.Grains, and its own namespace must not count as a dependency.
        var result = types.That().ResideInNamespaceStartingWith(assembly).ShouldNot()
            .HaveDependencyOnAny([.. forbidden.Where(f => !assembly.StartsWith(f, StringComparison.Ordinal))]).GetResult();
        Assert.True(result.IsSuccessful, $"{assembly}: {string.Join(", ", result.FailingTypeNames ?? [])}");
    }

    [Theory]
    [InlineData("Clarion.Storage.Queries")]
    [InlineData("Clarion.Storage.Upkeep")]
    [InlineData("Clarion.Storage.FlowLog")]
    [InlineData("Clarion.Storage.Dictionaries")]
    [InlineData("Clarion.Storage.Rollups")]
    [InlineData("Clarion.Storage.Sql")]
    [InlineData("Clarion.Storage.Filters")]
    [InlineData("Clarion.Storage.Contracts")]
    [InlineData("Clarion.Storage.Keys")]
    [InlineData("Clarion.Storage.Audit")]
    [InlineData("Clarion.Storage.Access")]
    [InlineData("Clarion.Storage.TrustSec")]
    [InlineData("Clarion.Storage.Legacy")]
    public void What_engines_share_knows_none(string part)
    {
        var result = Types.InAssembly(Assembly.Load("Clarion.Storage")).That().ResideInNamespaceStartingWith(part).ShouldNot()
            .HaveDependencyOnAny("Clarion.Storage.DuckDb", "Clarion.Storage.Timescale", "DuckDB", "Npgsql").GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void The_decoder_references_nothing_but_the_framework()
    {
        var references = Assembly.Load("Clarion.Flows").GetReferencedAssemblies().Select(a => a.Name!);
        Assert.All(references, name => Assert.StartsWith("System", name, StringComparison.Ordinal));
    }
}
