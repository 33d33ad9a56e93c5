using System.Net;

namespace Sunqar.Server.Nodes;

/// <summary>What came of reading where other nodes reach this one.</summary>
public abstract record NodeOptionsOutcome
{
    private NodeOptionsOutcome() { }

    /// <param name="Options">Null where this process is no node among others.</param>
    public sealed record Accepted(NodeOptions? Options) : NodeOptionsOutcome;

    public sealed record Refused(string Reason) : NodeOptionsOutcome;
}

/// <summary>A node among others (docs/nodes.md).</summary>
/// <param name="Address">Where other nodes reach it; it listens there too.</param>
/// <param name="Listen">Null for every interface.</param>
/// <param name="RootKey">The file of the root key, which all nodes have: by it they know each other.</param>
public sealed record NodeOptions(Uri Address, IPAddress? Listen, string RootKey)
{
    /// <summary>How pages and balancers call it.</summary>
    public string Name => Address.Authority;

    /// <param name="address">An <c>https</c> address with a port; null for none.</param>
    public static NodeOptionsOutcome Read(string? address, bool hasJournal, bool hasKeys, string? rootKey)
    {
        if (address is null)
            return new NodeOptionsOutcome.Accepted(null);
        if (
            !Uri.TryCreate(address, UriKind.Absolute, out var uri)
            || uri.Scheme != Uri.UriSchemeHttps
            || uri.PathAndQuery != "/"
            || uri.UserInfo.Length > 0
            || uri.Fragment.Length > 0
        )
        {
            return Refused($"'{address}' is no address of a node; expected e.g. https://10.0.0.1:5443");
        }
        if (!hasJournal || !hasKeys || rootKey is null)
        {
            return Refused(
                "nodes share a journal, keys and the root key: name them by SUNQAR_JOURNAL (or --journal), SUNQAR_KEYS and SUNQAR_ROOT_KEY"
            );
        }
        if (!File.Exists(rootKey))
        {
            return Refused(
                $"the root key {rootKey} is missing; copy it from another node or, for the first of all, make 32 random bytes that their "
                    + "owner alone can read (docs/nodes.md)"
            );
        }
        var listen =
            uri.DnsSafeHost == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(uri.DnsSafeHost, out var parsed) ? parsed
            : null;
        return new NodeOptionsOutcome.Accepted(new NodeOptions(uri, listen, rootKey));
    }

    private static NodeOptionsOutcome.Refused Refused(string reason) => new("--node: " + reason);
}
