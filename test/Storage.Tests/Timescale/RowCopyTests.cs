using Clarion.Storage.Contracts;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Connections;
using Npgsql;

namespace Clarion.Storage.Tests.Timescale;

/// <summary>Rows by COPY, and copies that go wrong: nothing of them stays, and the connection they used serves the next.</summary>
public sealed class RowCopyTests(PostgresServers servers)
{
    // Read, write, and what else a store needs: so few that each is used again.
    private static readonly KeyValuePair<string, string?>[] FewConnections =
        [new("Clarion:Timescale:WriteConnections", "2"), new("Clarion:Timescale:ReadConnections", "1")];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_type_arrives_as_it_was_written_over_more_than_one_buffer()
    {
        await using var store = await OpenAsync();
        const int Rows = 5_000;
        await store.Database.WriteAsync(
            session =>
            {
                using var copy = RowCopy.Begin(Connection(session), "copied (small, whole, big, bits, real, wide, nothing)");
                for (var row = 0; row < Rows; row++)
                {
                    copy.Row(7);
                    copy.Small(-7);
                    copy.Integer(int.MinValue + row);
                    copy.Big(long.MaxValue - row);
                    copy.Bits(ulong.MaxValue);
                    copy.Real(0.5f);
                    copy.Wide(new UInt128(0x0102030405060708, 0x090A0B0C0D0E0F10));
                    copy.Null();
                }

                copy.Complete();
            },
            Cancel);
        const string AsWritten = """
            SELECT count(*) FROM copied WHERE small = -7 AND bits = -1 AND real = 0.5 AND wide = '01020304-0506-0708-090a-0b0c0d0e0f10' AND nothing IS NULL
                AND whole::bigint + 2147483648 = 9223372036854775807 - big
            """;
        Assert.Equal(Rows, await store.Database.ReadAsync(session => session.Scalar<long>(AsWritten), Cancel));
    }

    [Fact]
    public async Task A_copy_without_rows_is_one()
    {
        await using var store = await OpenAsync();
        await store.Database.WriteAsync(
            session =>
            {
                using var copy = RowCopy.Begin(Connection(session), "copied (small)");
                copy.Complete();
            },
            Cancel);
        Assert.Equal(0, await RowsAsync(store));
    }

    [Fact]
    public async Task What_fails_between_rows_leaves_nothing()
    {
        await using var store = await OpenAsync();
        for (var round = 0; round < 5; round++)
        {
            await Assert.ThrowsAsync<FormatException>(() => store.Database.WriteAsync(
                session =>
                {
                    using var copy = RowCopy.Begin(Connection(session), "copied (small)");
                    copy.Row(1);
                    copy.Small(1);
                    throw new FormatException();
                },
                Cancel));
        }

        Assert.Equal(0, await RowsAsync(store));
        await WriteOneAsync(store);
    }

    [Fact]
    public async Task A_row_that_the_server_refuses_is_told_and_leaves_nothing()
    {
        await using var store = await OpenAsync();
        for (var round = 0; round < 5; round++)
        {
            var fault = await Assert.ThrowsAsync<PostgresException>(() => store.Database.WriteAsync(
                session =>
                {
                    using var copy = RowCopy.Begin(Connection(session), "copied (small)");
                    for (var row = 0; row < 50_000; row++)
                    {
                        copy.Row(1);
                        copy.Big(1);
                    }

                    copy.Complete();
                },
                Cancel));
            Assert.Equal(PostgresErrorCodes.InvalidBinaryRepresentation, fault.SqlState);
        }

        Assert.Equal(0, await RowsAsync(store));
        await WriteOneAsync(store);
    }

    [Fact]
    public async Task A_session_that_is_ended_while_it_copies_is_told_and_leaves_nothing()
    {
        await using var store = await OpenAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Database.WriteAsync(
            session =>
            {
                var process = session.Scalar<int>("SELECT pg_backend_pid()");
                using var copy = RowCopy.Begin(Connection(session), "copied (small)");
                copy.Row(1);
                copy.Small(1);
                End(store, process);
                copy.Complete();
            },
            Cancel));
        Assert.Equal(0, await RowsAsync(store));
        await WriteOneAsync(store);
    }

    private static NpgsqlConnection Connection(SqlSession session) => (NpgsqlConnection)session.Connection;

    private static void End(TimescaleFixture store, int process)
    {
        using var other = new NpgsqlConnection(store.Engine.ConnectionString + ";Pooling=false");
        other.Open();
        using var command = new NpgsqlCommand("SELECT pg_terminate_backend($1, 10000)", other);
        command.Parameters.Add(new() { Value = process });
        Assert.True((bool)command.ExecuteScalar()!);
    }

    private static async Task WriteOneAsync(TimescaleFixture store)
    {
        await store.Database.WriteAsync(
            session =>
            {
                using var copy = RowCopy.Begin(Connection(session), "copied (small)");
                copy.Row(1);
                copy.Small(1);
                copy.Complete();
            },
            Cancel);
        Assert.Equal(1, await RowsAsync(store));
    }

    private static Task<long> RowsAsync(TimescaleFixture store) =>
        store.Database.ReadAsync(session => session.Scalar<long>("SELECT count(*) FROM copied"), Cancel);

    private async Task<TimescaleFixture> OpenAsync()
    {
        var store = await TimescaleFixture.OpenAsync(await servers.TimescaleAsync(), FewConnections);
        await store.Database.WriteAsync(
            session => session.Execute("CREATE TABLE copied (small smallint, whole integer, big bigint, bits bigint, real real, wide uuid, nothing integer)"), Cancel);
        return store;
    }
}
