using System.Globalization;
using Clarion.Gateway.Http.Fields;
using Clarion.Storage.Filters;
using Clarion.Web.Navigation;

namespace Clarion.Web.Filters;

/// <summary>
/// Values that a field had in the time range shown, for one filter box. What was read last is kept, so that typing on does not ask again
/// as long as the answer is known.
/// </summary>
public sealed class LiveValues(FieldValueReader values)
{
    private const int Fetched = 100;
    private const int Offered = 20;

    private (string Field, TimeSelection Time, IReadOnlyList<FieldValueModel> Values)? _read;

    /// <summary>The dimension whose values a field has, or the field of a place; null when nothing can be asked. For fields of either end, the further end's.</summary>
    public static FilterField? DimensionOf(FilterField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (field.IsDimension || field.PlaceOf is not null)
        {
            return field;
        }

        return new[] { "dst." + field.Name, "src." + field.Name, field.Name + ".in" }
            .Select(name => FilterFields.TryGet(name, out var end) && end.IsDimension ? end : null)
            .FirstOrDefault(end => end is not null);
    }

    /// <summary>Values that fit what has been written, largest by bytes first.</summary>
    public async Task<IReadOnlyList<CompletionOption>> FindAsync(CompletionContext context, TimeSelection time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(time);
        if (context.Field is not { } field || DimensionOf(field) is not { } dimension)
        {
            return [];
        }

        var all = await AllAsync(dimension, time, cancellationToken);
        var fitting = all.Where(value => Fits(value, context.Prefix)).ToList();
        if (fitting.Count < Offered && all.Count >= Fetched && context.Prefix.Length > 0)
        {
            var found = await values.ListAsync(dimension.Name, context.Prefix, time.From, time.To, null, cancellationToken);
            fitting = [.. found.Items];
        }

        return [.. fitting.Take(Offered).Select(value => Option(context, field, value))];
    }

    private async Task<IReadOnlyList<FieldValueModel>> AllAsync(FilterField dimension, TimeSelection time, CancellationToken cancellationToken)
    {
        if (_read is { } read && read.Field == dimension.Name && read.Time == time)
        {
            return read.Values;
        }

        var found = await values.ListAsync(
            dimension.Name, null, time.From, time.To, Fetched.ToString(CultureInfo.InvariantCulture), cancellationToken);
        _read = (dimension.Name, time, found.Items);
        return found.Items;
    }

    private static bool Fits(FieldValueModel value, string prefix) =>
        Text(value.Value).StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
        || value.Name?.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) == true;

    private static CompletionOption Option(CompletionContext context, FilterField field, FieldValueModel value)
    {
        var written = value.Value is string text ? text : FilterText.Value(field.Name, value.Value);
        var seen = field.PlaceOf is not null ? "" : value.Flows == 0 ? "not seen" : Formats.Quantity.Bytes(value.Bytes);
        return CompletionOptions.Value(
            context, written, written,
            string.Join(", ", new[] { value.Name is { } name && !name.Equals(written, StringComparison.OrdinalIgnoreCase) ? name : "", seen }.Where(text => text.Length > 0)));
    }

    private static string Text(object? value) => value is null ? "none" : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
