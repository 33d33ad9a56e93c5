using System.Text;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Transfers;
using TruthRow = Sunqar.Simulation.TruthRow;

namespace Sunqar.Rehearsal;

/// <summary>
/// What a simulated country planted, for the summary alone: nothing that decides or finds reads it. One row a (transfer, member, role):
/// <c>kind,pattern_id,transfer_id,account,role</c>.
/// </summary>
public static class PlantedTruth
{
    public static void WriteHeader(TextWriter writer) => writer.Write("kind,pattern_id,transfer_id,account,role\n");

    public static void Write(TextWriter writer, IEnumerable<TruthRow> rows)
    {
        foreach (var row in rows)
        {
            writer.Write($"{row.Kind},{row.PatternId},{row.TransferId},{row.Account},{row.Role}\n");
        }
    }

    /// <summary>The patterns of a truth file, with what their transfers moved; null where there is no such file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static IReadOnlyList<PlantedPattern>? Read(string path, TransferTable table)
    {
        if (!File.Exists(path))
        {
            return null;
        }
        var members = new Dictionary<(string Kind, string Id), (HashSet<string> Accounts, HashSet<string> Transfers)>();
        using (var stream = File.OpenRead(path))
        {
            var outcome = TruthFile.Read(
                stream,
                path,
                row =>
                {
                    if (!members.TryGetValue((row.Kind, row.PatternId), out var sets))
                    {
                        members[(row.Kind, row.PatternId)] = sets = ([], []);
                    }
                    sets.Accounts.Add(row.Account);
                    sets.Transfers.Add(row.TransferId);
                }
            );
            if (outcome is TransferFileOutcome.Refused refused)
            {
                throw new InvalidDataException(refused.Why.ToString());
            }
        }
        var amounts = Amounts(members.Values.SelectMany(sets => sets.Transfers), table);
        return [.. members.Select(pattern => Pattern(pattern.Key, pattern.Value.Accounts, pattern.Value.Transfers, amounts))];
    }

    private static PlantedPattern Pattern(
        (string Kind, string Id) key,
        HashSet<string> accounts,
        HashSet<string> transfers,
        Dictionary<string, (long Micro, Currency Currency)> amounts
    )
    {
        // A pattern is valued by the currency that most of its transfers carry, as a finding is.
        var main = transfers
            .Select(amounts.GetValueOrDefault)
            .GroupBy(amount => amount.Currency)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key)
            .First();
        return new PlantedPattern(
            key.Kind,
            key.Id,
            accounts,
            transfers,
            main.Aggregate((Int128)0, (sum, amount) => sum + amount.Micro),
            main.Key
        );
    }

    private static Dictionary<string, (long Micro, Currency Currency)> Amounts(IEnumerable<string> transfers, TransferTable table)
    {
        var amounts = transfers
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(id => id, _ => default((long, Currency)), StringComparer.Ordinal);
        var byText = amounts.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<byte> utf8 = stackalloc byte[TransferIds.LengthMax];
        Span<char> text = stackalloc char[TransferIds.LengthMax];
        for (var row = 0; row < table.Count; row++)
        {
            var id = text[..Encoding.UTF8.GetChars(utf8[..table.CopyId(row, utf8)], text)];
            if (byText.ContainsKey(id))
            {
                byText[id] = (table.AmountMicro[row], table.CurrencyOf(row));
            }
        }
        return amounts;
    }
}
