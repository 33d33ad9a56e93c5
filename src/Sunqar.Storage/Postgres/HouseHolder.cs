namespace Sunqar.Storage.Postgres;

/// <summary>Who has a journal in PostgreSQL.</summary>
/// <param name="Owner">As <see cref="PostgresJournal.Owner"/>.</param>
/// <param name="Address">Where other nodes reach it; null where they do not.</param>
public sealed record HouseHolder(string Owner, string? Address, long Epoch)
{
    internal static HouseHolder Of(string owner, long epoch)
    {
        var space = owner.IndexOf(' ', StringComparison.Ordinal);
        return new HouseHolder(owner, space < 0 ? null : owner[(space + 1)..], epoch);
    }
}
