using Clarion.Connectors.Claroty;
using Clarion.Connectors.ClearPass;
using Clarion.Connectors.GenericRest;
using Clarion.Connectors.Rest;
using Clarion.Connectors.Tests.EndToEnd;

namespace Clarion.Connectors.Tests.Iot;

/// <summary>Options say what is wrong with them, and never their secrets.</summary>
public sealed class IotOptionsTests
{
    private const string Secret = "s3cret-of-the-platform";

    [Fact]
    public void Good_options_have_no_faults()
    {
        Assert.Empty(new ClarotyOptions { Token = Secret }.Validate());
        Assert.Empty(ClearPass.Validate());
        Assert.Empty(Generic.Validate());
    }

    [Fact]
    public void Every_fault_says_what_to_write()
    {
        Has(new ClarotyOptions { BaseUrl = "api.claroty.com" }.Validate(), "BaseUrl is not an address; write one such as https://api.claroty.com", "Token is empty");
        Has(new ClarotyOptions { Token = Secret, PageSize = 5001, MoreFields = ["a b"] }.Validate(), "allowed: 1 to 5000", "MoreFields has 'a b'");
        Has((ClearPass with { BaseUrl = "http://cppm/api" }).Validate(), "over which secrets go in the clear");
        Has((ClearPass with { BaseUrl = "https://u:" + Secret + "@cppm/api" }).Validate(), "holds a user name or password");
        Has((ClearPass with { ClientSecret = "", ReadEndpoints = false, ReadSessions = false }).Validate(), "ClientSecret is empty", "both false");
        Has((ClearPass with { CaFile = "/no/such/file" }).Validate(), "'/no/such/file', which is not there");
        Has((ClearPass with { Times = new RestTimes { Silence = TimeSpan.Zero }, Limits = new RestLimits { VanishPercent = 0 } }).Validate(), "Times:Silence", "Limits:VanishPercent");
        Has((Generic with { Identity = new GenericIdentity() }).Validate(), "Identity:Mac is empty");
        Has((Generic with { RecordsPath = "devices" }).Validate(), "RecordsPath is 'devices', which is no JSONPath that is known here: at character 1: a path begins with $");
        Has((Generic with { Fields = new Dictionary<string, string> { ["Type"] = "$.a", ["b"] = "" } }).Validate(), "Fields has the name 'Type'", "Fields:b is empty");
        Has((Generic with { Paging = GenericPaging.Cursor }).Validate(), "CursorPath is empty");
        Has((Generic with { Method = "PUT" }).Validate(), "write GET or POST");
        Has((Generic with { Method = "POST", Body = "{offset" }).Validate(), "Body is no JSON");
        Has((Generic with { Headers = new Dictionary<string, string> { ["X-A"] = "a\r\nb", ["Authorization"] = Secret } }).Validate(), "Headers has 'X-A'", "Headers has 'Authorization'");
        Has((Generic with { Authentication = GenericAuthentication.OAuth }).Validate(), "TokenUrl is not an address", "ClientId or ClientSecret is empty");
        Has((Generic with { Path = "https://elsewhere.example/" }).Validate(), "Path is a whole address");

        static void Has(IReadOnlyList<string> faults, params string[] words)
        {
            Assert.All(words, w => Assert.Contains(faults, f => f.Contains(w, StringComparison.Ordinal)));
            Assert.DoesNotContain(Secret, string.Join(' ', faults), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Options_that_cannot_be_used_make_no_connector()
    {
        var fault = Assert.Throws<RestException>(() => new ClarotyConnector(new ClarotyOptions(), TimeProvider.System, new LogLines()));
        Assert.Equal(RestProblem.Configuration, fault.Problem);
        Assert.Contains("Token is empty", fault.Message, StringComparison.Ordinal);
        Assert.Throws<RestException>(() => new GenericRestConnector(new GenericRestOptions(), TimeProvider.System, new LogLines()));
    }

    [Fact]
    public void Text_of_options_holds_no_secret()
    {
        string[] texts =
        [
            new ClarotyOptions { Token = Secret }.ToString(), ClearPass.ToString(),
            (Generic with
            {
                Token = Secret, Password = Secret, ClientSecret = Secret, Body = Secret, Headers = new Dictionary<string, string> { ["X-Key"] = Secret },
                Secrets = new Dictionary<string, string> { ["key"] = Secret },
            }).ToString(),
        ];
        Assert.All(texts, t => Assert.DoesNotContain(Secret, t, StringComparison.Ordinal));
        Assert.All(texts, t => Assert.Contains("BaseUrl = https://", t, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("list?key={secret:other}", "", "", "Path has {secret:other}, but there is no such secret; set Secrets:other.")]
    [InlineData("list", """{"key":"{secret:other}"}""", "", "Body has {secret:other}, but there is no such secret; set Secrets:other.")]
    [InlineData("list", "", "Key {secret:}", "Headers:X-Login has {secret:}, but there is no such secret; set Secrets:.")]
    [InlineData("list/{secret:key}", "", "", "Path has a secret before its query; write it behind the ?, into Headers or into Body.")]
    [InlineData("list?key={secret:KEY}", """{"key":"{secret:key}"}""", "Key {secret:key}", null)]
    public void A_placeholder_needs_its_secret_and_its_place(string path, string body, string header, string? fault)
    {
        var options = Generic with
        {
            Path = path,
            Body = body,
            Method = body.Length > 0 ? "POST" : "GET",
            Headers = header.Length > 0 ? new Dictionary<string, string> { ["X-Login"] = header } : new Dictionary<string, string>(),
            Secrets = new Dictionary<string, string> { ["key"] = Secret },
        };
        Assert.Equal(fault is null ? [] : [fault], options.Validate());
    }

    [Fact]
    public void A_secret_has_a_plain_name_and_a_value()
    {
        var faults = (Generic with { Secrets = new Dictionary<string, string> { ["a b"] = Secret, ["empty"] = "" } }).Validate();
        Assert.Equal(2, faults.Count);
        Assert.Contains("'a b'", faults[0], StringComparison.Ordinal);
        Assert.Contains("Secrets:empty", faults[1], StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, string.Concat(faults), StringComparison.Ordinal);
    }

    private static ClearPassOptions ClearPass { get; } = new() { BaseUrl = "https://cppm.example.net/api", ClientId = "clarion", ClientSecret = Secret };

    private static GenericRestOptions Generic { get; } = new()
    {
        BaseUrl = "https://devices.example.net/api",
        Identity = new GenericIdentity { Mac = "$.mac" },
        Fields = new Dictionary<string, string> { ["type"] = "$.type" },
    };
}
