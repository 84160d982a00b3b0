using System.Globalization;
using Clarion.Simulation;
using Clarion.Simulators.ActiveDirectory;

namespace Clarion.Simulators.Campus;

/// <summary>The directory of the synthetic campus: its users, their computers, and groups that lead to security groups.</summary>
public static class CampusDirectory
{
    /// <summary>Name of the domain.</summary>
    public const string DnsName = "campus.example";

    /// <summary>Its short name.</summary>
    public const string NetBiosName = "CAMPUS";

    /// <summary>Name of the group that holds everybody, by way of the others.</summary>
    public const string Everybody = "All-People";

    /// <summary>The domain of a campus.</summary>
    public static SimulatedDomain Of(CampusTruth campus)
    {
        ArgumentNullException.ThrowIfNull(campus);
        var domain = new SimulatedDomain(DnsName, NetBiosName);
        var everybody = domain.Group(Everybody);
        foreach (var people in campus.Devices.Where(device => device.User is not null).GroupBy(device => device.Sgt).OrderBy(group => group.Key))
        {
            var name = GroupOf(campus, people.Key);
            var group = domain.Group(name);
            everybody.Join(group);
            foreach (var device in people)
            {
                var user = domain.User(device.User!, string.Create(CultureInfo.InvariantCulture, $"Person {device.User}"), name);
                group.Join(user);
                domain.Computer(device.Name);
            }
        }

        return domain;
    }

    /// <summary>Name of the directory group of people with a security group; 0 stands for those without one.</summary>
    public static string GroupOf(CampusTruth campus, int sgt)
    {
        ArgumentNullException.ThrowIfNull(campus);
        return sgt == 0 ? "Visitors" : campus.Groups[(ushort)sgt];
    }
}
