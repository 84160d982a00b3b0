using Orleans.Storage;

namespace Clarion.Storage.Tests.Contracts;

/// <summary>What every grain storage must do.</summary>
public abstract class GrainStorageContract : StoreContract
{
    private static readonly GrainId Id = GrainId.Create("sample", "key/with 'quotes'");

    [Fact]
    public async Task A_state_never_written_is_fresh()
    {
        var state = new GrainState<SampleState>(new SampleState { Name = "left over" });
        await Store.GrainStorage.ReadStateAsync("s", Id, state);
        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.Equal("", state.State!.Name);
    }

    [Fact]
    public async Task A_state_survives_a_restart()
    {
        await Store.GrainStorage.WriteStateAsync("s", Id, new GrainState<SampleState>(new SampleState { Name = "first", Numbers = [1, 2, 3] }));
        await Store.RestartAsync();
        var state = await ReadAsync("s");
        Assert.True(state.RecordExists);
        Assert.Equal("first", state.State!.Name);
        Assert.Equal([1, 2, 3], state.State!.Numbers);
        Assert.False((await ReadAsync("other")).RecordExists);
    }

    [Fact]
    public async Task A_writer_that_has_not_seen_the_newest_state_is_refused()
    {
        var mine = new GrainState<SampleState>(new SampleState { Name = "mine" });
        await Store.GrainStorage.WriteStateAsync("s", Id, mine);
        var theirs = await ReadAsync("s");
        theirs.State!.Name = "theirs";
        await Store.GrainStorage.WriteStateAsync("s", Id, theirs);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Store.GrainStorage.WriteStateAsync("s", Id, mine));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Store.GrainStorage.ClearStateAsync("s", Id, mine));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Store.GrainStorage.WriteStateAsync("s", Id, new GrainState<SampleState>(new())));
        Assert.Equal("theirs", (await ReadAsync("s")).State!.Name);
    }

    [Fact]
    public async Task A_cleared_state_can_be_written_anew()
    {
        var state = new GrainState<SampleState>(new SampleState { Name = "x" });
        await Store.GrainStorage.WriteStateAsync("s", Id, state);
        await Store.GrainStorage.ClearStateAsync("s", Id, state);
        Assert.False(state.RecordExists);
        Assert.False((await ReadAsync("s")).RecordExists);
        state.State!.Name = "again";
        await Store.GrainStorage.WriteStateAsync("s", Id, state);
        Assert.Equal("again", (await ReadAsync("s")).State!.Name);
    }

    private async Task<GrainState<SampleState>> ReadAsync(string name)
    {
        var state = new GrainState<SampleState>(new SampleState());
        await Store.GrainStorage.ReadStateAsync(name, Id, state);
        return state;
    }
}

/// <summary>A grain's state.</summary>
[GenerateSerializer]
public sealed class SampleState
{
    [Id(0)] public string Name { get; set; } = "";

    [Id(1)] public List<int> Numbers { get; set; } = [];
}
