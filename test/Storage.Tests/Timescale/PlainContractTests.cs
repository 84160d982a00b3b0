using Clarion.Storage.Tests.Contracts;
using Clarion.Storage.Tests.Queries;

namespace Clarion.Storage.Tests.Timescale;

public sealed class PlainFlowStoreTests(PostgresServers servers) : FlowStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.PlainAsync());
}

public sealed class PlainRollupStoreTests(PostgresServers servers) : RollupStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.PlainAsync());
}

public sealed class PlainEntityStoreTests(PostgresServers servers) : EntityStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.PlainAsync());
}

public sealed class PlainExporterStoreTests(PostgresServers servers) : ExporterStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.PlainAsync());
}

public sealed class PlainIdentityLogTests(PostgresServers servers) : IdentityLogContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.PlainAsync());
}

public sealed class PlainDirectoryStoreTests(PostgresServers servers) : DirectoryStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.PlainAsync());
}

public sealed class PlainPlaceStoreTests(PostgresServers servers) : PlaceStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.PlainAsync());
}

public sealed class PlainKeyRingTests(PostgresServers servers) : KeyRingContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.PlainAsync());
}

public sealed class PlainAuditLogTests(PostgresServers servers) : AuditLogContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.PlainAsync());
}

public sealed class PlainGrainStorageTests(PostgresServers servers) : GrainStorageContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.PlainAsync());
}

public sealed class PlainMaintenanceTests(PostgresServers servers) : MaintenanceContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.PlainAsync());
}

public sealed class PlainFieldCoverageTests(PostgresServers servers) : FieldCoverageContract
{
    private protected override async Task<ITestEngine> CreateEngineAsync() => await TimescaleEngine.CreateAsync(await servers.PlainAsync());
}

public sealed class PlainFlowListTests(PostgresServers servers) : FlowListContract
{
    private protected override async Task<ITestEngine> CreateEngineAsync() => await TimescaleEngine.CreateAsync(await servers.PlainAsync());
}

public sealed class PlainQuestionTests(PostgresServers servers) : QuestionContract
{
    private protected override async Task<ITestEngine> CreateEngineAsync() => await TimescaleEngine.CreateAsync(await servers.PlainAsync());
}

public sealed class PlainBiflowTests(PostgresServers servers) : BiflowContract
{
    private protected override async Task<ITestEngine> CreateEngineAsync() => await TimescaleEngine.CreateAsync(await servers.PlainAsync());
}

public sealed class PlainRetentionTests(PostgresServers servers) : RetentionContract
{
    private protected override async Task<ITestEngine> CreateEngineAsync() => await TimescaleEngine.CreateAsync(await servers.PlainAsync());
}

public sealed class PlainRollupHistoryTests(PostgresServers servers) : RollupHistoryContract
{
    private protected override async Task<ITestEngine> CreateEngineAsync() => await TimescaleEngine.CreateAsync(await servers.PlainAsync());
}

public sealed class PlainAccessLogTests(PostgresServers servers) : AccessLogContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.PlainAsync());
}

public sealed class PlainLegacyStoreTests(PostgresServers servers) : LegacyStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.PlainAsync());
}

public sealed class PlainTrustSecStoreTests(PostgresServers servers) : TrustSecStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.PlainAsync());
}

public sealed class PlainReportedGroupTests(PostgresServers servers) : ReportedGroupContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.PlainAsync());
}
