using Sunqar.Core.Acts;
using Sunqar.Core.Confirmations;
using Sunqar.Storage.Journal;
using Sunqar.Work.Summaries;

namespace Sunqar.Rehearsal;

/// <summary>Who answered for held payments, beside what the acts say came of it.</summary>
internal static class PlantedConfirmations
{
    /// <summary>Null where nobody knows the truth.</summary>
    public static ConfirmationResult? Compare(IJournal journal, string truth)
    {
        if (!File.Exists(truth))
            return null;
        var (confirmed, tried) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var what in journal.Read<Act>(Streams.Acts).SelectMany(act => act.What))
        {
            switch (what)
            {
                case ChallengeAnswered { End: ChallengeEnd.Confirmed } answered:
                    confirmed.Add(answered.PaymentId);
                    break;
                case ChallengeAnswered answered:
                    tried.Add(answered.PaymentId);
                    break;
                case AnswerTried one:
                    tried.Add(one.PaymentId);
                    break;
            }
        }
        var lines = File.ReadLines(truth).Skip(1).Select(line => line.Split(',')).Where(parts => parts.Length == 3).ToList();
        int Count(string means, Func<string, bool> who, Func<string, bool> came) =>
            lines.Count(parts => parts[1] == means && who(parts[2]) && came(parts[0]));
        static bool IsImpostor(string who) => who is "stranger" or "enrolled" or "runner";
        bool IsCaught(string id) => tried.Contains(id) && !confirmed.Contains(id);
        ConfirmedPayments Of(string means) =>
            new(
                Count(means, _ => true, _ => true),
                Count(means, who => !IsImpostor(who), confirmed.Contains),
                Count(means, who => who is "late" or "refuser", IsCaught),
                Count(means, who => who == "holder", id => !confirmed.Contains(id)),
                Count(means, IsImpostor, _ => true),
                Count(means, IsImpostor, IsCaught),
                Count(means, IsImpostor, confirmed.Contains)
            );
        return new ConfirmationResult(Of("device"), Of("biometrics"));
    }
}
