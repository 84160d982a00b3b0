using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.DuckDb.GrainState;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Tests.Contracts;
using DuckDB.NET.Native;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;
using Orleans.Storage;

namespace Clarion.Storage.Tests.DuckDb;

/// <summary>A DuckDB store in a directory of its own, wired as the host wires it.</summary>
internal sealed class DuckDbFixture : IStoreFixture
{
    private readonly bool _ownsDirectory;
    private ServiceProvider _services;

    private DuckDbFixture(string directory, bool ownsDirectory)
    {
        (Directory, _ownsDirectory) = (directory, ownsDirectory);
        _services = Build(directory);
    }

    public string Directory { get; }

    public string FilePath => Path.Combine(Directory, "clarion.duckdb");

    public FakeTimeProvider Time { get; } = new(Samples.Noon);

    public IFlowStore Flows => _services.GetRequiredService<IFlowStore>();

    public IRollupStore Rollups => _services.GetRequiredService<IRollupStore>();

    public IEntityStore Entities => _services.GetRequiredService<IEntityStore>();

    public IIdentityLog Identity => _services.GetRequiredService<IIdentityLog>();

    public IKeyRingStore Keys => _services.GetRequiredService<IKeyRingStore>();

    public IAuditLog Audit => _services.GetRequiredService<IAuditLog>();

    public IAccessLog Access => _services.GetRequiredService<IAccessLog>();

    public ITrustSecStore TrustSec => _services.GetRequiredService<ITrustSecStore>();

    public ILegacyStore Legacy => _services.GetRequiredService<ILegacyStore>();

    public IReportedGroupStore ReportedGroups => _services.GetRequiredService<IReportedGroupStore>();

    public IDirectoryStore Directories => _services.GetRequiredService<IDirectoryStore>();

    public IPlaceStore Places => _services.GetRequiredService<IPlaceStore>();

    public IExporterStore Exporters => _services.GetRequiredService<IExporterStore>();

    public IStoreMaintenance Maintenance => _services.GetRequiredService<IStoreMaintenance>();

    public IGrainStorage GrainStorage => ActivatorUtilities.CreateInstance<DuckDbGrainStorage>(_services);

    public DuckDbDatabase Database => _services.GetRequiredService<DuckDbDatabase>();

    /// <summary>A store that is not open yet.</summary>
    /// <param name="directory">Data directory; null = a new one, removed afterwards.</param>
    public static DuckDbFixture Create(string? directory = null) =>
        new(directory ?? System.IO.Directory.CreateTempSubdirectory("clarion-storage-").FullName, directory is null);

    /// <summary>An open store.</summary>
    public static async Task<DuckDbFixture> OpenAsync(string? directory = null)
    {
        var fixture = Create(directory);
        await fixture.Maintenance.OpenAsync(TestContext.Current.CancellationToken);
        return fixture;
    }

    public async Task RestartAsync()
    {
        await Maintenance.CloseAsync(TestContext.Current.CancellationToken);
        await _services.DisposeAsync();
        _services = Build(Directory);
        await Maintenance.OpenAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Brings what waits in the journal into the tables.</summary>
    public Task BringAsync() => _services.GetRequiredService<FlowIntake>().BringAsync(TestContext.Current.CancellationToken);

    public async Task<IReadOnlyDictionary<string, object>> ReadRawFlowAsync(LaneKey lane, long sequence)
    {
        await BringAsync();
        return await Database.ReadAsync<IReadOnlyDictionary<string, object>>(
            connection =>
            {
                var columns = string.Join(", ", FlowTable.Columns.Select(column => "f." + column.Name));
                var tables = string.Join(" UNION ALL ", Clarion.Storage.DuckDb.Days.FlowDays.Read(connection).Select(part => $"SELECT lane, sequence, {string.Join(", ", FlowTable.Columns.Select(column => column.Name))} FROM {part.Relation}"));
                var row = new Dictionary<string, object>(StringComparer.Ordinal);
                using (var reader = connection.Query(
                    $"SELECT {columns} FROM ({tables}) f JOIN lanes l ON l.id = f.lane WHERE l.gateway = $1 AND l.worker = $2 AND f.sequence = $3",
                    lane.Gateway, lane.Worker, sequence))
                {
                    Assert.True(reader.Read());
                    foreach (var (i, column) in FlowTable.Columns.Index())
                    {
                        var value = reader.GetValue(i);
                        row[column.Column.ToString()] = value is System.Numerics.BigInteger big ? (UInt128)big : value;
                    }
                }

                foreach (var column in FlowTable.Columns)
                {
                    var name = column.Column.ToString();
                    row[name] = column.Role switch
                    {
                        FlowColumnRole.Text when (int)row[name] == 0 => "",
                        FlowColumnRole.Text => connection.Scalar<string>("SELECT text FROM texts WHERE id = $1", (int)row[name]),
                        FlowColumnRole.Exporter => Exporter(connection, (int)row[name]),
                        _ => row[name],
                    };
                }

                return row;
            },
            TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Maintenance.CloseAsync(CancellationToken.None);
        await _services.DisposeAsync();
        if (_ownsDirectory)
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }

    private static ExporterKey Exporter(global::DuckDB.NET.Data.DuckDBConnection connection, int id)
    {
        using var reader = connection.Query("SELECT address, domain, version FROM exporters WHERE id = $1", id);
        Assert.True(reader.Read());
        return new(new IpAddr(reader.GetFieldValue<DuckDBUHugeInt>(0).ToUInt128()), reader.GetFieldValue<uint>(1), reader.GetFieldValue<byte>(2));
    }

    private ServiceProvider Build(string directory)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Clarion:DataDirectory"] = directory,
                ["Clarion:DuckDb:MemoryLimitMegabytes"] = "512",
            })
            .Build();
        var services = new ServiceCollection();
        services.AddSerializer();
        services.AddSingleton<TimeProvider>(Time);
        services.AddClarionDuckDb(configuration);
        return services.BuildServiceProvider();
    }
}
