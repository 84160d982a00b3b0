using Clarion.Storage.Tests.Contracts;

namespace Clarion.Storage.Tests.DuckDb;

public sealed class DuckDbFlowStoreTests : FlowStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await DuckDbFixture.OpenAsync();
}

public sealed class DuckDbRollupStoreTests : RollupStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await DuckDbFixture.OpenAsync();
}

public sealed class DuckDbEntityStoreTests : EntityStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await DuckDbFixture.OpenAsync();
}

public sealed class DuckDbExporterStoreTests : ExporterStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await DuckDbFixture.OpenAsync();
}

public sealed class DuckDbIdentityLogTests : IdentityLogContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await DuckDbFixture.OpenAsync();
}

public sealed class DuckDbDirectoryStoreTests : DirectoryStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await DuckDbFixture.OpenAsync();
}

public sealed class DuckDbPlaceStoreTests : PlaceStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await DuckDbFixture.OpenAsync();
}

public sealed class DuckDbKeyRingTests : KeyRingContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await DuckDbFixture.OpenAsync();
}

public sealed class DuckDbAuditLogTests : AuditLogContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await DuckDbFixture.OpenAsync();
}

public sealed class DuckDbGrainStorageTests : GrainStorageContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await DuckDbFixture.OpenAsync();
}

public sealed class DuckDbMaintenanceTests : MaintenanceContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await DuckDbFixture.OpenAsync();
}

public sealed class DuckDbAccessLogTests : AccessLogContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await DuckDbFixture.OpenAsync();
}

public sealed class DuckDbLegacyStoreTests : LegacyStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await DuckDbFixture.OpenAsync();
}

public sealed class DuckDbTrustSecStoreTests : TrustSecStoreContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await DuckDbFixture.OpenAsync();
}

public sealed class DuckDbReportedGroupTests : ReportedGroupContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await DuckDbFixture.OpenAsync();
}
