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
        var compared = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (said, what) in journal.Read<Act>(Streams.Acts).SelectMany(act => act.What.Select(what => (act.Basis, what))))
        {
            if (what is ChallengeAnswered { PaymentId: var paid })
                compared[paid] = said;
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
        ComparedSamples By(string kind)
        {
            int Told(Func<string, bool> who, bool? isMatch) =>
                lines.Count(parts =>
                    parts[1] == "biometrics"
                    && who(parts[2])
                    && compared.TryGetValue(parts[0], out var said)
                    && IsOf(said, kind) is { } own
                    && (isMatch is null || own == isMatch)
                );
            return new(
                Told(who => !IsImpostor(who), null),
                Told(who => !IsImpostor(who), false),
                Told(IsImpostor, null),
                Told(IsImpostor, false),
                Told(IsImpostor, true)
            );
        }
        return new ConfirmationResult(Of("device"), Of("biometrics"), By("finger"), By("face"));
    }

    /// <summary>Whether a statement's line says that a kind of sample was the person's; null where it was not compared.</summary>
    /// <param name="said">As <see cref="VerifierStatement.Said"/> has it: it begins with what was compared.</param>
    private static bool? IsOf(string said, string kind)
    {
        foreach (var one in said.Split(' ')[0].Split('+'))
        {
            if (one.StartsWith(kind + ":", StringComparison.Ordinal))
                return one != kind + ":0";
        }
        return null;
    }
}
