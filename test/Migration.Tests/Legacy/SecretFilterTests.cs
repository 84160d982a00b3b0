using Clarion.Migration.Legacy;

namespace Clarion.Migration.Tests.Legacy;

public sealed class SecretFilterTests
{
    private const string Secret = "hunter2-hunter2";

    [Fact]
    public void Passwords_of_connectors_are_taken_out_wherever_they_are()
    {
        var row = Row(
            ("connector_id", "ad"),
            ("config", $$"""{"bind_dn":"CN=svc","bind_password":"{{Secret}}","nested":[{"client_secret":"{{Secret}}","apiToken":"x"}],"use_password":true,"empty_password":""}"""),
            ("last_error", $"bind with {Secret} failed"));
        var (text, removed) = Clean("connectors", row);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.Contains("CN=svc", text, StringComparison.Ordinal);
        Assert.Equal(["config.bind_password", "config.nested.apiToken", "config.nested.client_secret", "last_error"], removed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Settings_that_cannot_be_read_are_left_out_as_a_whole()
    {
        var (text, removed) = Clean("connectors", Row(("config", $"password={Secret}")));
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.Equal(["config"], removed);
    }

    [Fact]
    public void Passwords_within_addresses_are_taken_out()
    {
        var (text, _) = Clean("connectors", Row(("config", $$"""{"ise_url":"https://admin:{{Secret}}@ise.example.com"}""")));
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.Contains("//admin:***@ise.example.com", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, Clean("collectors", Row(("backend_url", $"http://u:{Secret}@b:8000"))).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client_key", "-----BEGIN EXAMPLE-----")]
    [InlineData("client_cert", "-----BEGIN CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----")]
    [InlineData("something", "-----BEGIN CERTIFICATE-----")]
    public void Private_keys_are_left_out_whatever_they_are_called(string type, string data)
    {
        var (text, removed) = Clean("certificates", Row(("cert_type", type), ("cert_data", System.Text.Encoding.UTF8.GetBytes(data))));
        Assert.DoesNotContain("BEGIN", text, StringComparison.Ordinal);
        Assert.Equal(["cert_data"], removed);
    }

    [Fact]
    public void Certificates_are_no_secret()
    {
        var (text, removed) = Clean("certificates", Row(("cert_type", "ca_cert"), ("cert_data", "-----BEGIN CERTIFICATE-----"u8.ToArray())));
        Assert.Contains("-----BEGIN CERTIFICATE-----", text, StringComparison.Ordinal);
        Assert.Empty(removed);
    }

    [Fact]
    public void Connectors_are_described_as_they_would_be_configured_here()
    {
        string[] hints =
        [
            .. ConnectorHints.Of(
            [
                Row(("name", "ISE"), ("type", "ise_pxgrid"), ("config", """{"ise_hostname":"ise.example.com","client_name":"clarion","port":8910}""")),
                Row(("name", "AD"), ("type", "ad"), ("config", """{"domain_controller":"dc1","port":389,"bind_dn":"CN=svc"}""")),
                Row(("name", "Medigate"), ("type", "iot_medigate"), ("config", null)),
            ]),
        ];
        Assert.Equal(2, hints.Length);
        Assert.Contains("Hosts=ise.example.com:8910, NodeName=clarion", hints[0], StringComparison.Ordinal);
        Assert.Contains("Servers=dc1:636, User=CN=svc", hints[1], StringComparison.Ordinal);
    }

    private static LegacyRow Row(params (string Column, object? Value)[] cells) => new(1, [.. cells.Select(c => c.Column)], [.. cells.Select(c => c.Value)]);

    private static (string Text, List<string> Removed) Clean(string table, LegacyRow row)
    {
        var removed = new List<string>();
        var clean = SecretFilter.Clean(table, row, removed.Add);
        return (RowRecord.Of(new LegacyTableInfo(table, "id"), clean, "").Object, removed);
    }
}
