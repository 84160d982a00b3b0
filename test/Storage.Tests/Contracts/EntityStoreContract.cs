using System.Globalization;
using System.Text;
using Clarion.Correlation.Bindings;
using Clarion.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Storage.Tests.Contracts;

/// <summary>What every entity store must do.</summary>
public abstract class EntityStoreContract : StoreContract
{
    [Fact]
    public async Task States_come_back_by_kind_and_key()
    {
        await CheckpointAsync(0, 1, State(EntityKind.Device, "a", 1, "device a"), State(EntityKind.Switch, "a", 1, "switch a"), State(EntityKind.Device, "b", 1, ""));
        await Store.RestartAsync();
        Assert.Equal(["a=device a", "b="], await LoadAsync(EntityKind.Device, "a", "b", "missing"));
        Assert.Equal(["a=switch a"], await LoadAsync(EntityKind.Switch, "a"));
        Assert.Empty(await LoadAsync(EntityKind.SgtPair, "a"));
        Assert.Empty(await LoadAsync(EntityKind.Device));
    }

    [Fact]
    public async Task An_older_state_never_replaces_a_newer_one()
    {
        await CheckpointAsync(0, 1, State(EntityKind.Device, "a", 5, "five"), State(EntityKind.Device, "b", 1, "one"));
        await CheckpointAsync(1, 1, State(EntityKind.Device, "a", 4, "four"), State(EntityKind.Device, "b", 2, "two"));
        Assert.Equal(["a=five", "b=two"], await LoadAsync(EntityKind.Device, "a", "b"));
        await CheckpointAsync(1, 2, State(EntityKind.Device, "a", 6, "six"), State(EntityKind.Device, "a", 3, "three"));
        Assert.Equal(["a=six"], await LoadAsync(EntityKind.Device, "a"));
    }

    [Fact]
    public async Task A_checkpoint_moves_the_partitions_number_and_never_back()
    {
        await Store.Rollups.CommitAsync(Samples.Commit(2, 1), Cancel);
        await CheckpointAsync(2, 1, State(EntityKind.Device, "a", 1, "x"));
        await CheckpointAsync(2, 0, State(EntityKind.Device, "a", 2, "y"));
        await Store.Rollups.CommitAsync(Samples.Commit(2, 2), Cancel);
        var watermark = await Store.Rollups.LoadWatermarkAsync(2, Cancel);
        Assert.Equal((2L, 1L), (watermark.CommitNumber, watermark.EntityCommitNumber));
        Assert.Equal(["a=y"], await LoadAsync(EntityKind.Device, "a"));
    }

    [Fact]
    public async Task Twenty_thousand_states_are_written_at_once_and_replaced()
    {
        var body = new string('s', 2048);
        for (var version = 1; version <= 2; version++)
        {
            await CheckpointAsync(0, version, [.. Enumerable.Range(0, 20_000).Select(i => State(EntityKind.Device, Key(i), version, version + body))]);
        }

        var loaded = await Store.Entities.LoadAsync(EntityKind.Device, [.. Enumerable.Range(0, 500).Select(i => Key(i * 40))], Cancel);
        Assert.Equal(500, loaded.Count);
        Assert.All(loaded.Values, state => Assert.Equal((2049, (byte)'2'), (state.Length, state.Span[0])));
    }

    [Fact]
    public async Task Keys_are_text_and_nothing_else()
    {
        const string Nasty = "'; DROP TABLE entity_states; --";
        await CheckpointAsync(0, 1, State(EntityKind.Device, Nasty, 1, "x"));
        Assert.Equal([Nasty + "=x"], await LoadAsync(EntityKind.Device, Nasty));
    }

    [Fact]
    public async Task Bindings_are_replaced_removed_and_read_by_their_end()
    {
        var old = Binding("10.1.1.1", 1, first: 100, last: 200);
        var current = Binding("10.1.1.1", 2, first: 201, last: 300);
        var six = Binding("2001:db8::5", 0xFFFF_FFFF_FFFF, first: 1, last: long.MaxValue);
        await Store.Entities.SaveBindingsAsync([old, current, six], Cancel);
        var longer = current with { LastMs = 900, Vlan = 4000, Interface = uint.MaxValue };
        await Store.Entities.SaveBindingsAsync([longer, longer], Cancel);
        await Store.RestartAsync();
        Assert.Equal([longer, six], await ReadAsync(201));
        Assert.Equal([old, longer, six], await ReadAsync(200));
        await Store.Entities.RemoveBindingsAsync([longer with { LastMs = 0 }, Binding("10.9.9.9", 1, 1, 1)], Cancel);
        Assert.Equal([old, six], await ReadAsync(0));

        async Task<List<Binding>> ReadAsync(long since) =>
        [
            .. (await Samples.ToListAsync(Store.Entities.ReadBindingsAsync(DateTimeOffset.FromUnixTimeMilliseconds(since), Cancel), Cancel))
                .OrderBy(binding => binding.Address).ThenBy(binding => binding.FirstMs),
        ];
    }

    private static string Key(int number) => number.ToString("x12", CultureInfo.InvariantCulture);

    private static Binding Binding(string address, ulong mac, long first, long last) =>
        new(IpAddr.Parse(address), new MacAddr(mac), first, last, BindingSource.Flow, IpAddr.Parse("10.0.0.1"), 3, 10);

    private static EntityState State(EntityKind kind, string key, long version, string text) => new(kind, key, version, Encoding.UTF8.GetBytes(text));

    private Task CheckpointAsync(int partition, long number, params EntityState[] states) =>
        Store.Entities.CheckpointAsync(new EntityCheckpoint(partition, number, states, [], []), Cancel);

    private async Task<List<string>> LoadAsync(EntityKind kind, params string[] keys) =>
    [
        .. (await Store.Entities.LoadAsync(kind, keys, Cancel))
            .Select(pair => $"{pair.Key}={Encoding.UTF8.GetString(pair.Value.Span)}").Order(StringComparer.Ordinal),
    ];
}
