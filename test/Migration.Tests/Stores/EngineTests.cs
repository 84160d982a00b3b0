using Clarion.Storage.Tests.Timescale;

namespace Clarion.Migration.Tests.Stores;

public sealed class EmbeddedMigrationTests : MigrationContract
{
    private protected override Task<TestStore> CreateAsync() => TestStore.EmbeddedAsync();
}

public sealed class TimescaleMigrationTests(PostgresServers servers) : MigrationContract
{
    private protected override async Task<TestStore> CreateAsync() => await TestStore.TimescaleAsync(await servers.TimescaleAsync());
}

public sealed class PlainMigrationTests(PostgresServers servers) : MigrationContract
{
    private protected override async Task<TestStore> CreateAsync() => await TestStore.TimescaleAsync(await servers.PlainAsync());
}
