using System.Collections.Concurrent;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Identity.Facts;

/// <summary>Names of switch interfaces by number, so that the port of a session can be compared with that of a flow. Thread-safe.</summary>
internal sealed class InterfaceNames
{
    private readonly ConcurrentDictionary<(UInt128 Switch, uint Interface), InterfaceNamed> _names = new();
    private readonly ConcurrentDictionary<(UInt128 Switch, string Port), int> _ports = new();

    /// <summary>Learns a name.</summary>
    /// <returns>False when a newer one, or the same, is known.</returns>
    public bool Learn(InterfaceNamed statement)
    {
        // Kept in the form that is compared.
        var named = statement with { Name = PortName.Canonical(statement.Name) };
        var key = (named.Switch.Value, named.Interface);
        if (_names.TryGetValue(key, out var known) && (named.StatesTheSameAs(known) || IdentityEvent.Compare(known, named) > 0))
        {
            return false;
        }

        _names[key] = named;
        _ports[(key.Value, named.Name)] = 0;
        return true;
    }

    /// <summary>The name of an interface in its short form; empty when it is not known.</summary>
    public string NameOf(UInt128 at, uint number) => _names.TryGetValue((at, number), out var named) ? named.Name : "";

    /// <summary>How a place fits a question's.</summary>
    public PlaceMatch Match(NetworkPlace? place, in DeviceQuestion question)
    {
        if (place is null || question.Switch.IsNone || place.Switch != question.Switch)
        {
            return PlaceMatch.Untold;
        }

        if (question.Interface != 0)
        {
            if (place.Interface != 0)
            {
                return place.Interface == question.Interface ? PlaceMatch.Port : PlaceMatch.OtherPort;
            }

            // A port that the switch does not list among its interfaces is of another kind (a radio, a tunnel) and cannot be compared.
            if (place.Port.Length > 0 && _names.TryGetValue((place.Switch.Value, question.Interface), out var named)
                && _ports.ContainsKey((place.Switch.Value, place.Port)))
            {
                return string.Equals(named.Name, place.Port, StringComparison.Ordinal) ? PlaceMatch.Port : PlaceMatch.OtherPort;
            }
        }

        return question.InterfaceOnly ? PlaceMatch.Untold : PlaceMatch.Switch;
    }
}
