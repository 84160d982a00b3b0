using System.Net;
using System.Text.Json;
using Clarion.Gateway.Http.Flows.Export;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;
using Parquet;

namespace Clarion.Gateway.Tests.Http;

public sealed class ExportTests
{
    [Fact]
    public async Task Flows_as_csv_have_every_page_and_the_columns_asked_for()
    {
        await using var api = await ApiHost.StartAsync();
        using var answer = await api.OpenAsync("/api/v1/flows/export?format=csv&columns=start,src.ip,user,bytes,denied&q=80");
        var text = await TextAsync(answer);
        Assert.Equal("text/csv; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment; filename=\"clarion-flows-20260301T120000Z.csv\"", answer.Content.Headers.ContentDisposition!.ToString());
        const string Row = "2026-03-01T11:00:00.000Z,10.1.0.5,,1500,\r\n";
        Assert.Equal("start,src.ip,user,bytes,denied\r\n" + Row + Row, text);
        Assert.Equal(2, api.Store.FlowPages);
        Assert.IsType<ComparisonExpression>(api.Store.Filter);
    }

    [Fact]
    public async Task Rows_are_bounded()
    {
        await using var api = await ApiHost.StartAsync();
        using var answer = await api.OpenAsync("/api/v1/flows/export?format=csv&columns=src.ip&rows=1");
        Assert.Equal("src.ip\r\n10.1.0.5\r\n", await TextAsync(answer));
        Assert.Equal((1, 1), (api.Store.FlowPages, api.Store.Limit));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a \"b\"", "\"a \"\"b\"\"\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@sum", "'@sum")]
    [InlineData("\tx", "'\tx")]
    [InlineData("=\"x\",1", "\"'=\"\"x\"\",1\"")]
    [InlineData(-1L, "-1")]
    [InlineData(1500.25, "1500.25")]
    [InlineData(true, "true")]
    [InlineData(null, "")]
    public void Cells_are_quoted_and_texts_run_no_formula(object? value, string expected) => Assert.Equal(expected, CsvRowWriter.Cell(value));

    [Fact]
    public async Task Flows_as_json_are_one_array()
    {
        await using var api = await ApiHost.StartAsync();
        api.Store.FlowValues.Add(new("flow.id", ulong.MaxValue));
        api.Store.FlowValues.Add(new("denied", true));
        using var answer = await api.OpenAsync("/api/v1/flows/export?format=json");
        var rows = JsonSerializer.Deserialize<JsonElement>(await TextAsync(answer));
        Assert.Equal(2, rows.GetArrayLength());
        Assert.Equal(
            """{"start":"2026-03-01T11:00:00Z","src.ip":"10.1.0.5","dst.port":443,"denied":true,"bytes":1500,"flow.id":18446744073709551615}""",
            rows[0].GetRawText());
    }

    [Fact]
    public async Task Flows_as_parquet_are_typed_and_may_be_null()
    {
        await using var api = await ApiHost.StartAsync();
        api.Store.FlowValues.Add(new("user", "jane"));
        using var answer = await api.OpenAsync("/api/v1/flows/export?format=parquet");
        Assert.Equal("application/vnd.apache.parquet", answer.Content.Headers.ContentType!.ToString());
        using var file = new MemoryStream(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        await using var parquet = await ParquetReader.CreateAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, parquet.RowGroupCount);
        var fields = parquet.Schema.DataFields.ToDictionary(field => field.Name, StringComparer.Ordinal);
        Assert.Equal(FilterFields.For(FilterScopes.Flow).Where(field => field.IsOfRecord).Select(field => field.Name), parquet.Schema.DataFields.Select(field => field.Name));
        using var group = parquet.OpenRowGroupReader(0);
        Assert.Equal(2, group.RowCount);
        var (ports, bytes, starts, users, vlans) = (new long?[2], new double?[2], new DateTime?[2], new string?[2], new long?[2]);
        await group.ReadAsync<long>(fields["dst.port"], ports.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        await group.ReadAsync<double>(fields["bytes"], bytes.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        await group.ReadAsync<DateTime>(fields["start"], starts.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        await group.ReadAsync(fields["user"], users.AsMemory()!, cancellationToken: TestContext.Current.CancellationToken);
        await group.ReadAsync<long>(fields["vlan"], vlans.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([443, 443], ports);
        Assert.Equal([1500.0, 1500.0], bytes);
        Assert.Equal(Campus.Now.AddHours(-1).UtcDateTime, starts[0]);
        Assert.Equal(["jane", "jane"], users);
        Assert.Equal([null, null], vlans);
    }

    [Fact]
    public async Task Parquet_is_written_in_bounded_groups()
    {
        using var file = new MemoryStream();
        await using (var writer = new ParquetRowWriter(file, [new ExportColumn("n", ExportType.Whole)]))
        {
            await writer.BeginAsync(TestContext.Current.CancellationToken);
            for (var i = 0L; i < ParquetRowWriter.GroupRows + 1; i++)
            {
                await writer.WriteAsync([i], TestContext.Current.CancellationToken);
            }

            Assert.NotEqual(0, file.Length);
            await writer.EndAsync(TestContext.Current.CancellationToken);
        }

        file.Position = 0;
        await using var parquet = await ParquetReader.CreateAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(2, parquet.RowGroupCount);
        using var last = parquet.OpenRowGroupReader(1);
        var values = new long?[1];
        await last.ReadAsync<long>(parquet.Schema.DataFields[0], values.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([ParquetRowWriter.GroupRows], values);
    }

    [Fact]
    public async Task A_summary_has_its_dimensions_and_measures()
    {
        await using var api = await ApiHost.StartAsync();
        api.Store.Groups.Add(new SummaryRow([0L, null], FakeStore.Measures));
        using var answer = await api.OpenAsync("/api/v1/flows/summary/export?format=csv&by=src.sgt,exporter&limit=5");
        Assert.Equal(
            "src.sgt,exporter,flows,bytes,packets,rawBytes,rawPackets,deniedFlows\r\n17,10.0.0.1,10,2000,20,1000,10,1\r\n0,,10,2000,20,1000,10,1\r\n",
            await TextAsync(answer));
        Assert.Equal(5, api.Store.Summary!.Limit);
    }

    [Theory]
    [InlineData("/api/v1/flows/export", "format")]
    [InlineData("/api/v1/flows/export?format=xls", "format")]
    [InlineData("/api/v1/flows/export?format=csv&rows=1000001", "rows")]
    [InlineData("/api/v1/flows/export?format=csv&columns=banana", "columns")]
    [InlineData("/api/v1/flows/export?format=csv&columns=ip", "columns")]
    [InlineData("/api/v1/flows/export?format=csv&q=??", "q")]
    [InlineData("/api/v1/flows/export?format=csv&limit=1", "limit")]
    [InlineData("/api/v1/flows/summary/export?format=csv&by=banana", "by")]
    [InlineData("/api/v1/flows/summary/export?by=src.sgt", "format")]
    public async Task What_cannot_be_used_is_refused_before_the_first_byte(string path, string parameter)
    {
        await using var api = await ApiHost.StartAsync();
        Assert.Equal(parameter, (await api.GetAsync(path)).Problem(HttpStatusCode.BadRequest).GetProperty("parameter").GetString());
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("parquet")]
    public async Task A_store_that_is_away_is_told_before_the_first_byte(string format)
    {
        await using var api = await ApiHost.StartAsync();
        api.Store.Fault = new StoreUnavailableException("The store is away.", new IOException());
        (await api.GetAsync("/api/v1/flows/export?format=" + format)).Problem(HttpStatusCode.ServiceUnavailable);
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
