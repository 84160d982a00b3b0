using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Sql;
using Clarion.Storage.Tests.Contracts;
using Clarion.Storage.Timescale.Connections;
using Clarion.Storage.Timescale.GrainState;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;
using Orleans.Storage;

namespace Clarion.Storage.Tests.Timescale;

/// <summary>A store in a database of its own, wired as the host wires it.</summary>
internal sealed class TimescaleFixture : IStoreFixture
{
    private readonly TimescaleEngine _engine;
    private readonly KeyValuePair<string, string?>[] _settings;
    private ServiceProvider _services;

    private TimescaleFixture(TimescaleEngine engine, KeyValuePair<string, string?>[] settings)
    {
        (_engine, _settings) = (engine, settings);
        _services = Build();
    }

    public IServiceProvider Services => _services;

    public FakeTimeProvider Time { get; } = new(Samples.Noon);

    public TimescaleEngine Engine => _engine;

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

    public IGrainStorage GrainStorage => ActivatorUtilities.CreateInstance<TimescaleGrainStorage>(_services);

    public TimescaleDatabase Database => _services.GetRequiredService<TimescaleDatabase>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A store that is not open yet.</summary>
    public static async Task<TimescaleFixture> CreateAsync(PostgresServer server, params KeyValuePair<string, string?>[] settings) =>
        new(await TimescaleEngine.CreateAsync(server), settings);

    /// <summary>A store on a server that has one database, not open yet.</summary>
    public static TimescaleFixture On(string connectionString, params KeyValuePair<string, string?>[] settings) =>
        new(TimescaleEngine.On(connectionString), settings);

    /// <summary>An open store.</summary>
    public static async Task<TimescaleFixture> OpenAsync(PostgresServer server, params KeyValuePair<string, string?>[] settings)
    {
        var fixture = await CreateAsync(server, settings);
        await fixture.Maintenance.OpenAsync(Cancel);
        return fixture;
    }

    /// <summary>Another process on the same database, not open yet.</summary>
    public TimescaleFixture Beside() => new(_engine.Beside(), _settings);

    public async Task RestartAsync()
    {
        await Maintenance.CloseAsync(Cancel);
        await _services.DisposeAsync();
        _services = Build();
        await Maintenance.OpenAsync(Cancel);
    }

    /// <summary>Forgets everything in memory as a crash does: what waits in the journal stays there.</summary>
    public async Task CrashAsync()
    {
        await _services.DisposeAsync();
        _services = Build();
    }

    /// <summary>Brings what waits in the journal into the tables.</summary>
    public Task BringAsync() => _services.GetRequiredService<FlowIntake>().BringAsync(Cancel);

    public async Task<IReadOnlyDictionary<string, object>> ReadRawFlowAsync(LaneKey lane, long sequence)
    {
        await BringAsync();
        return await Database.ReadAsync<IReadOnlyDictionary<string, object>>(session => ReadRawFlow(session, lane, sequence), Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await Maintenance.CloseAsync(CancellationToken.None);
        await _services.DisposeAsync();
        await _engine.DisposeAsync();
    }

    private static Dictionary<string, object> ReadRawFlow(SqlSession session, LaneKey lane, long sequence)
    {
        var names = string.Join(", ", FlowTable.Columns.Select(column => column.Name));
        var parts = session.Parts.Flows(session).Select(part => $"SELECT lane, sequence, {names} FROM {part.Relation} AS f");
        var row = new Dictionary<string, object>(StringComparer.Ordinal);
        using (var reader = session.Query(
            $"SELECT {names} FROM ({string.Join(" UNION ALL ", parts)}) AS f JOIN lanes l ON l.id = f.lane WHERE l.gateway = $1 AND l.worker = $2 AND f.sequence = $3",
            lane.Gateway, lane.Worker, sequence))
        {
            Assert.True(reader.Read());
            foreach (var (i, column) in FlowTable.Columns.Index())
            {
                row[column.Column.ToString()] = Typed(column.Type, session.Dialect.Value(column.Type, reader.GetValue(i)));
            }
        }

        foreach (var column in FlowTable.Columns)
        {
            var name = column.Column.ToString();
            row[name] = column.Role switch
            {
                FlowColumnRole.Text when (int)row[name] == 0 => "",
                FlowColumnRole.Text => session.Scalar<string>("SELECT text FROM texts WHERE id = $1", (int)row[name]),
                FlowColumnRole.Exporter => Exporter(session, (int)row[name]),
                _ => row[name],
            };
        }

        return row;
    }

    private static object Typed(SqlType type, object value) => type switch
    {
        SqlType.UInt8 => (byte)(short)value,
        SqlType.UInt16 => (ushort)(int)value,
        SqlType.UInt32 => (uint)(long)value,
        SqlType.UInt128 => (UInt128)(System.Numerics.BigInteger)value,
        _ => value,
    };

    private static ExporterKey Exporter(SqlSession session, int id)
    {
        using var reader = session.Query("SELECT address, domain, version FROM exporters WHERE id = $1", id);
        Assert.True(reader.Read());
        return new(new IpAddr(reader.Wide(0, session.Dialect)), reader.UInt32(1), (byte)reader.Small(2));
    }

    private ServiceProvider Build()
    {
        // A test that changes the connection string does not know the name of the database.
        var settings = _settings.Select(setting => new KeyValuePair<string, string?>(
            setting.Key, setting.Value?.Replace("{database}", _engine.Database, StringComparison.Ordinal)));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(_engine.Settings).AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddSerializer();
        services.AddSingleton<TimeProvider>(Time);
        _engine.Add(services, configuration);
        return services.BuildServiceProvider();
    }
}
