using System.DirectoryServices.Protocols;
using Clarion.Connectors.Net;

namespace Clarion.Connectors.ActiveDirectory.Ldap;

/// <summary>Says errors of the LDAP library in words.</summary>
internal static class LdapFaults
{
    private const int InvalidCredentials = 49;
    private const int ServerDown = 81;
    private const int TimedOut = 85;
    private const int NotSupported = 92;

    /// <summary>A fault while doing something.</summary>
    /// <param name="server">Which controller.</param>
    /// <param name="what">What was done: "signing in", "reading users".</param>
    /// <param name="fault">What the library threw.</param>
    public static DirectoryException Explain(string server, string what, Exception fault) => fault switch
    {
        DirectoryException known => known,
        DirectoryOperationException { Response: { } response } operation =>
            Explain(server, what, response.ResultCode, PeerText.Line(response.ErrorMessage), operation),
        LdapException { ErrorCode: InvalidCredentials } refused =>
            new(DirectoryProblem.Credentials, $"{server} refuses the sign-in: {BindErrors.Words(refused.ServerErrorMessage)}", refused),
        LdapException { ErrorCode: ServerDown } down => new(DirectoryProblem.Unreachable, $"{server} ended or refused the connection while {what}.", down),
        LdapException { ErrorCode: TimedOut } late => new(DirectoryProblem.Timeout, $"{server} did not answer in time while {what}.", late),
        LdapException { ErrorCode: NotSupported } lacking =>
            new(DirectoryProblem.Configuration, $"The LDAP library of this system lacks what {what} needs; install the package libldap.", lacking),
        LdapException { ErrorCode: > 0 and < 81 } other =>
            Explain(server, what, (ResultCode)other.ErrorCode, PeerText.Line(other.ServerErrorMessage), other),
        LdapException other =>
            new(DirectoryProblem.Protocol, $"{server}: error {other.ErrorCode} while {what}: {PeerText.Line(other.Message)}", other),
        DllNotFoundException missing =>
            new(DirectoryProblem.Configuration, "The LDAP library is missing; install libldap (Debian 12: libldap-2.5-0, later: libldap2).", missing),
        _ => new(DirectoryProblem.Protocol, $"{server}: {PeerText.Line(fault.Message)} ({what})", fault),
    };

    private static DirectoryException Explain(string server, string what, ResultCode code, string text, Exception fault) => code switch
    {
        ResultCode.NoSuchObject => new(
            DirectoryProblem.Configuration, $"{server} has no such place, or the account may not see it, while {what}; check BaseDn. It says: {text}", fault),
        ResultCode.InvalidDNSyntax => new(DirectoryProblem.Configuration, $"{server} says that BaseDn is no distinguished name ({what}).", fault),
        ResultCode.InsufficientAccessRights => new(DirectoryProblem.Forbidden, $"{server} does not let the account do this ({what}). It says: {text}", fault),
        ResultCode.StrongAuthRequired or ResultCode.ConfidentialityRequired =>
            new(DirectoryProblem.Tls, $"{server} wants an encrypted connection; use LDAPS, port 636.", fault),
        ResultCode.Busy or ResultCode.Unavailable => new(DirectoryProblem.Busy, $"{server} is busy or starting ({what}). It says: {text}", fault),
        ResultCode.TimeLimitExceeded or ResultCode.AdminLimitExceeded or ResultCode.SizeLimitExceeded =>
            new(DirectoryProblem.Busy, $"{server} cut the answer off by a limit of its own ({code}, {what}); try a smaller Limits:PageSize.", fault),
        ResultCode.UnavailableCriticalExtension =>
            new(DirectoryProblem.Protocol, $"{server} cannot do what {what} needs, or has forgotten the page it was at. It says: {text}", fault),
        _ => new(DirectoryProblem.Protocol, $"{server} answers {code} while {what}: {text}", fault),
    };
}
