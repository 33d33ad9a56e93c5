using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>Turns sightings (rows) into findings (ids): names are read from the table, and the finding's own id from its content.</summary>
public static class FindingNames
{
    /// <summary>The finding a sighting stands for. Its amount is its turnover, or the sum over the transfers of the currency that most of
    /// them carry, each movement once (<see cref="ToldTwice"/>).</summary>
    public static Finding Name(this Sighting sighting, TransferTable table)
    {
        var transfers = new string[sighting.Rows.Length];
        var currencies = new SortedDictionary<Currency, int>();
        for (var i = 0; i < transfers.Length; i++)
        {
            transfers[i] = table.Id(sighting.Rows[i]);
            var stated = table.CurrencyOf(sighting.Rows[i]);
            currencies[stated] = currencies.GetValueOrDefault(stated) + 1;
        }
        var currency = currencies.MaxBy(carried => carried.Value).Key;
        Int128 amount = 0;
        var twice = ToldTwice.Among(table, sighting.Rows);
        foreach (var row in sighting.Rows)
        {
            if (table.CurrencyOf(row) == currency && !twice.ContainsKey(row))
                amount += table.AmountMicro[row];
        }
        var accounts = new string[sighting.Members.Count];
        var roles = new Dictionary<string, string>(accounts.Length);
        for (var i = 0; i < accounts.Length; i++)
        {
            accounts[i] = table.Accounts.Id(sighting.Members[i].Account);
            roles[accounts[i]] = sighting.Members[i].Role;
        }
        return new Finding(
            Id(sighting.Kind, transfers),
            sighting.Kind,
            sighting.Score,
            transfers,
            accounts,
            roles,
            table.TimeUs[sighting.Rows[0]],
            table.TimeUs[sighting.Rows[^1]],
            sighting.Turnover?.AmountMicro ?? amount,
            sighting.Turnover?.Currency ?? currency,
            sighting.Evidence
        );
    }

    /// <summary>The pattern and the first 64 bits of a SHA-256 over pattern and transfer ids, whatever their order.</summary>
    public static string Id(string pattern, IReadOnlyList<string> transfers)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(pattern));
        foreach (var transfer in transfers.Order(StringComparer.Ordinal))
        {
            hash.AppendData([0]);
            hash.AppendData(Encoding.UTF8.GetBytes(transfer));
        }
        return string.Create(CultureInfo.InvariantCulture, $"{pattern}-{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8))}");
    }
}
