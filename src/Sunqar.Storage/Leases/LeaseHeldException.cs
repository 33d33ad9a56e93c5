namespace Sunqar.Storage.Leases;

/// <summary>Another node holds the lease; it may be asked for again once that is over.</summary>
public sealed class LeaseHeldException(string stream, string owner)
    : IOException(
        $"{(stream == "house" ? "The journal" : $"Stream {stream}")} is held by {(owner.Length > 0 ? owner : "another node")}; it is taken over when that node stops or "
            + "its lease runs out."
    );
