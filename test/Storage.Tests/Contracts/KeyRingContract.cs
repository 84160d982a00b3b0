using Clarion.Storage.Contracts;

namespace Clarion.Storage.Tests.Contracts;

/// <summary>What every store of the key ring must do.</summary>
public abstract class KeyRingContract : StoreContract
{
    [Fact]
    public async Task What_was_added_is_there_after_a_restart()
    {
        Assert.Empty(await Store.Keys.LoadAsync(Cancel));
        await Store.Keys.AddAsync(new("key-2", "<key id=\"2\">'; DROP TABLE key_ring; --</key>"), Cancel);
        await Store.Keys.AddAsync(new("key-1", "<key id=\"1\">\u00fc</key>"), Cancel);
        await Store.RestartAsync();
        Assert.Equal(
            [new("key-1", "<key id=\"1\">\u00fc</key>"), new KeyRingElement("key-2", "<key id=\"2\">'; DROP TABLE key_ring; --</key>")],
            await Store.Keys.LoadAsync(Cancel));
    }

    [Fact]
    public async Task Of_two_elements_of_one_name_the_first_stays()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.Keys.AddAsync(new("key-1", "<first/>"), Cancel)));
        await Store.Keys.AddAsync(new("key-1", "<second/>"), Cancel);
        Assert.Equal("<first/>", Assert.Single(await Store.Keys.LoadAsync(Cancel)).Xml);
    }

    [Fact]
    public async Task An_element_is_replaced_only_as_it_was_read()
    {
        await Store.Keys.AddAsync(new("key-1", "<plain/>"), Cancel);
        await Store.Keys.ReplaceAsync(new("key-1", "<plain/>"), "<sealed/>", Cancel);
        await Store.Keys.ReplaceAsync(new("key-1", "<plain/>"), "<late/>", Cancel);
        Assert.Equal("<sealed/>", Assert.Single(await Store.Keys.LoadAsync(Cancel)).Xml);
    }
}
