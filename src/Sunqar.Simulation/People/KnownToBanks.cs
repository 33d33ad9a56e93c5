namespace Sunqar.Simulation.People;

/// <summary>A merchant that stories pay.</summary>
/// <param name="Category">ISO 18245; null where the bank does not say it.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Platform">The code by which the registry knows it; null for none.</param>
internal sealed record Merchant(string? Category, string? Country, string? Platform);

/// <summary>
/// What banks say beside who pays whom, where stories make it matter: telephones, network addresses, days of opening. Written while stories
/// are told, read by any thread afterwards. Everybody else's bank says none of it, as most do.
/// </summary>
internal sealed class KnownToBanks
{
    /// <summary>Telephone by person, as a number of its own.</summary>
    public Dictionary<int, int> Phones { get; } = [];

    /// <summary>Network address by device.</summary>
    public Dictionary<int, int> Addresses { get; } = [];

    /// <summary>When a card or account was opened.</summary>
    public Dictionary<int, DateOnly> Opened { get; } = [];

    /// <summary>When the company behind an account was registered.</summary>
    public Dictionary<int, DateOnly> Registered { get; } = [];

    /// <summary>Merchants by account.</summary>
    public Dictionary<int, Merchant> Merchants { get; } = [];

    /// <summary>Numbers of telephones, and of addresses, that were given out.</summary>
    public int Numbers { get; set; }

    /// <summary>A number that no citizen has: the network of Kazakhstan's numbering plan that is not given out.</summary>
    public static string Phone(int number) => $"+7000{number:D7}";

    /// <summary>Of the block that providers share among customers and that is no public host's (RFC 6598).</summary>
    public static string Ip(int number) => $"100.{64 + (number >> 16) % 64}.{number >> 8 & 255}.{number & 255}";
}
