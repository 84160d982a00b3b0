using Clarion.Storage.Tests.Contracts;
using Clarion.Storage.Tests.Queries;

namespace Clarion.Storage.Tests.Timescale;

public sealed class TimescaleFlowStoreTests(PostgresServers servers) : FlowStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
}

public sealed class TimescaleRollupStoreTests(PostgresServers servers) : RollupStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
}

public sealed class TimescaleEntityStoreTests(PostgresServers servers) : EntityStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
}

public sealed class TimescaleExporterStoreTests(PostgresServers servers) : ExporterStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
}

public sealed class TimescaleIdentityLogTests(PostgresServers servers) : IdentityLogContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
}

public sealed class TimescaleDirectoryStoreTests(PostgresServers servers) : DirectoryStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
}

public sealed class TimescalePlaceStoreTests(PostgresServers servers) : PlaceStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
}

public sealed class TimescaleKeyRingTests(PostgresServers servers) : KeyRingContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
}

public sealed class TimescaleAuditLogTests(PostgresServers servers) : AuditLogContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
}

public sealed class TimescaleGrainStorageTests(PostgresServers servers) : GrainStorageContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
}

public sealed class TimescaleMaintenanceTests(PostgresServers servers) : MaintenanceContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
}

public sealed class TimescaleFieldCoverageTests(PostgresServers servers) : FieldCoverageContract
{
    private protected override async Task<ITestEngine> CreateEngineAsync() => await TimescaleEngine.CreateAsync(await servers.TimescaleAsync());
}

public sealed class TimescaleFlowListTests(PostgresServers servers) : FlowListContract
{
    private protected override async Task<ITestEngine> CreateEngineAsync() => await TimescaleEngine.CreateAsync(await servers.TimescaleAsync());
}

public sealed class TimescaleQuestionTests(PostgresServers servers) : QuestionContract
{
    private protected override async Task<ITestEngine> CreateEngineAsync() => await TimescaleEngine.CreateAsync(await servers.TimescaleAsync());
}

public sealed class TimescaleBiflowTests(PostgresServers servers) : BiflowContract
{
    private protected override async Task<ITestEngine> CreateEngineAsync() => await TimescaleEngine.CreateAsync(await servers.TimescaleAsync());
}

public sealed class TimescaleRetentionTests(PostgresServers servers) : RetentionContract
{
    private protected override async Task<ITestEngine> CreateEngineAsync() => await TimescaleEngine.CreateAsync(await servers.TimescaleAsync());
}

public sealed class TimescaleRollupHistoryTests(PostgresServers servers) : RollupHistoryContract
{
    private protected override async Task<ITestEngine> CreateEngineAsync() => await TimescaleEngine.CreateAsync(await servers.TimescaleAsync());
}

public sealed class TimescaleAccessLogTests(PostgresServers servers) : AccessLogContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
}

public sealed class TimescaleLegacyStoreTests(PostgresServers servers) : LegacyStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
}

public sealed class TimescaleTrustSecStoreTests(PostgresServers servers) : TrustSecStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
}

public sealed class TimescaleReportedGroupTests(PostgresServers servers) : ReportedGroupContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
}
