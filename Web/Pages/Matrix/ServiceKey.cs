using System.Globalization;
using Clarion.Web.Entities;

namespace Clarion.Web.Pages.Matrix;

/// <summary>Values of a summary's key as numbers.</summary>
internal static class ServiceKey
{
    /// <summary>A value as a number: a protocol, a port, a tag.</summary>
    public static int Number(object? value) => Convert.ToInt32(value, CultureInfo.InvariantCulture);

    /// <summary><c>tcp/443</c>.</summary>
    public static string Of(object? protocol, object? port) => ServiceName.Of(Number(protocol), Number(port));

    /// <summary><c>https</c>; null when nothing usually listens there.</summary>
    public static string? WellKnown(object? protocol, object? port) => ServiceName.WellKnown(Number(protocol), Number(port));
}
