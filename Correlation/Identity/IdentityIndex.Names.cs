using Clarion.Correlation.Addresses;

namespace Clarion.Correlation.Identity;

/// <summary>What things are called, for those who search. Each enumeration costs as much as there are devices or names.</summary>
public sealed partial class IdentityIndex
{
    /// <summary>Devices with the values of an attribute that sources describe them with; a device comes once for each of its sources.</summary>
    /// <param name="attribute">Name of the attribute, as <c>hostname</c>.</param>
    public IEnumerable<(DeviceId Device, string Value)> DescribedBy(string attribute)
    {
        foreach (var (device, facts) in _devices)
        {
            foreach (var description in facts.Descriptions)
            {
                if (description.Attributes.TryGetValue(attribute, out var value))
                {
                    yield return (new DeviceId(device), value);
                }
            }
        }
    }

    /// <summary>Names of security groups in the catalogue, with the tags they have now.</summary>
    public IEnumerable<(string Name, ushort Sgt)> SecurityGroups =>
        _groupNames.Select(named => (named.Key, named.Value[^1].Sgt)).Where(named => Sgts.IsGroup(named.Sgt));

    /// <summary>True when the account is a person's who has devices.</summary>
    public bool HasUser(string key) => _users.ContainsKey(key);
}
