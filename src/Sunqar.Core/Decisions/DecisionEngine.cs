using Sunqar.Core.Decisions.Windows;
using Sunqar.Core.Law;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;

namespace Sunqar.Core.Decisions;

/// <summary>
/// Decides the payments of one stream, one at a time, under one rulebook. Its state (the windows, the pending holds, the rates) is a fold
/// over facts: <see cref="Decide"/> reads it, <c>Apply</c> moves it on, so live running and replay are the same code. Not thread-safe: one
/// engine a stream. A decision without reasons allocates nothing.
/// </summary>
public sealed class DecisionEngine
{
    private readonly Frame _frame = new();
    private readonly WindowBank _windows;
    private readonly Rule[][] _rulesByKind;
    private readonly Decision _allow;
    private readonly PendingHolds _holds = new();
    private readonly MeasureTable _measures = new();
    private RateTable _rates;

    /// <param name="rates">Rates that somebody else folds; null for a table of its own, fed by <see cref="Apply(RatePublished)"/>.</param>
    public DecisionEngine(LoadedRulebook rulebook, RateTable? rates = null)
    {
        Rulebook = rulebook;
        _rates = rates ?? new RateTable();
        _frame.Rates = _rates;
        _frame.Zone = rulebook.Zone;
        _frame.LatenessUs = rulebook.LatenessUs;
        _windows = new WindowBank(rulebook, _frame);
        _frame.Windows = _windows;
        _frame.Measures = _measures.On;
        _rulesByKind = [.. Enumerable.Range(0, 32).Select(k => rulebook.Rules.Where(r => (r.Kinds >> k & 1) != 0).ToArray())];
        _allow = new Decision(Outcome.Allow, [], rulebook.Version, 0);
    }

    public LoadedRulebook Rulebook { get; }

    /// <summary>Content hash of the rulebook that decides.</summary>
    public string RulebookVersion => Rulebook.Version;

    /// <summary>Entries that the windows hold.</summary>
    public long WindowEntries => _windows.Entries;

    /// <summary>Bytes that the windows hold, free room included.</summary>
    public long WindowBytes => _windows.Bytes;

    internal WindowBank Windows => _windows;

    internal PendingHolds Holds => _holds;

    internal MeasureTable Measures => _measures;

    /// <summary>What to answer for a payment, given all facts applied so far. Changes nothing that a later answer could see.</summary>
    /// <param name="nowUs">When it is decided, microseconds since 1970-01-01T00:00:00Z: a hold lasts from then on, whatever time its sender
    /// wrote, and rolls over days off where its rule says so. Where it is not known, from the payment's own time on, and no roll: that is
    /// the least that it lasted, whatever days off were entered since.</param>
    public Decision Decide(in SealedPayment payment, IRegistryView registry, long nowUs = long.MinValue)
    {
        var from = new HoldStart(Math.Max(payment.TimeUs, nowUs), nowUs != long.MinValue);
        _frame.Payment = payment;
        _frame.Registry = registry;
        _frame.HasMeasures = _measures.HoldsSubjects;
        _windows.Begin();
        var verdict = default(Verdict);
        foreach (var rule in _rulesByKind[(int)payment.Kind])
        {
            if (payment.TimeUs < rule.FromUs || payment.TimeUs >= rule.UntilUs)
            {
                continue;
            }
            (_frame.RateMissing, _frame.ListMissing) = (false, false);
            var speaks = rule.When(_frame);
            if (_frame.RateMissing)
            {
                verdict.AddUnrated(rule, _frame, Rulebook, from);
            }
            else if (!speaks && _frame.ListMissing && Rulebook.UnaskedHoldUs > 0)
            {
                verdict.AddUnlisted(rule, _frame, Rulebook, from);
            }
            else if (speaks)
            {
                verdict.Add(rule, _frame, from);
            }
        }
        if (ProofReasons.Of(payment) is { } proof)
            verdict.Add(proof);
        return verdict.Reasons is null ? _allow : verdict.Decide(Rulebook.Version);
    }

    /// <summary>Says which payments are to be decided next, the nearest first: their subjects are asked for, so that memory brings them
    /// while others are decided. Changes no answer; those that do not come after all cost nothing but that.</summary>
    public void Expect(ReadOnlySpan<SealedPayment> next)
    {
        if (next.Length > 1)
            _windows.Expect(next[1], isNear: false);
        if (next.Length > 0)
            _windows.Expect(next[0], isNear: true);
    }

    /// <summary>Decides a payment and moves on by what was decided, as <see cref="Decide"/> and <see cref="Apply(in SealedPayment,
    /// Decision)"/> would: what was found to decide it is not looked for again.</summary>
    public Decision Take(in SealedPayment payment, IRegistryView registry, long nowUs = long.MinValue)
    {
        var decision = Decide(in payment, registry, nowUs);
        Note(payment, decision);
        if (decision.Outcome is Outcome.Allow or Outcome.Block)
            _windows.Add(decision.Outcome == Outcome.Block);
        return decision;
    }

    /// <summary>A payment was decided: it counts in windows as its outcome says. Allowed at once; held ones when a later decision or a
    /// lapse allows them.</summary>
    public void Apply(in SealedPayment payment, Decision decision)
    {
        Note(payment, decision);
        if (decision.Outcome is Outcome.Allow or Outcome.Block)
        {
            Enter(payment);
            _windows.Add(decision.Outcome == Outcome.Block);
        }
    }

    private void Note(in SealedPayment payment, Decision decision)
    {
        if (_holds.Count > 0)
        {
            _holds.Remove(payment);
        }
        if (decision.Outcome == Outcome.Hold)
        {
            _holds.Add(payment, decision.ExpiresUs);
        }
        Watermark(payment.TimeUs);
    }

    /// <inheritdoc cref="Apply(in SealedPayment, Decision)"/>
    public void Apply(PaymentDecided fact) => Apply(fact.Payment, fact.Decision);

    /// <summary>A payment was undone: what its standing decision made count no longer does.</summary>
    public void Apply(PaymentReversed fact)
    {
        _holds.Remove(fact.Payment);
        if (fact.Decision.Outcome is Outcome.Allow or Outcome.Block)
        {
            Enter(fact.Payment);
            _windows.Remove(fact.Decision.Outcome == Outcome.Block);
        }
    }

    /// <summary>A hold lapsed: the payment counts now.</summary>
    public void Apply(HoldLapsed fact)
    {
        _holds.Remove(fact.Payment);
        Watermark(fact.Payment.TimeUs);
        Enter(fact.Payment);
        _windows.Add(blocked: false);
    }

    /// <summary>A measure stands before every later decision. One that was put here before changes nothing.</summary>
    public void Apply(MeasureTook fact) => _measures.Add(fact);

    /// <summary>A measure no longer stands before decisions; what it kept from lapsing is due.</summary>
    public void Apply(MeasureEnded fact)
    {
        _measures.End(fact.MeasureId);
        _holds.LookAgain(fact.AtUs);
    }

    /// <summary>Moves the engine on by any fact of its stream; facts about anything else change nothing.</summary>
    public void Fold(Facts.Fact fact)
    {
        switch (fact)
        {
            case PaymentDecided decided:
                Apply(decided);
                break;
            case PaymentReversed reversed:
                Apply(reversed);
                break;
            case HoldLapsed lapsed:
                Apply(lapsed);
                break;
            case MeasureTook took:
                Apply(took);
                break;
            case MeasureEnded ended:
                Apply(ended);
                break;
        }
    }

    /// <summary>Whether a measure was put before this engine's decisions, and whether it was ended.</summary>
    public (bool IsKnown, bool IsEnded) Measure(string measureId) => (_measures.Knows(measureId), _measures.IsEnded(measureId));

    /// <summary>A rate holds from its date on.</summary>
    public void Apply(RatePublished fact) => _rates.Add(fact);

    /// <summary>From the next decision on, amounts are converted at these rates. The windows keep what they were told before.</summary>
    public void Use(RateTable rates) => _frame.Rates = _rates = rates;

    /// <summary>Holds that have lapsed by <paramref name="nowUs"/> and that no measure keeps, oldest first: the caller appends each as a
    /// fact and applies it.</summary>
    /// <param name="most">So many at most; the next call goes on behind them.</param>
    public IReadOnlyList<HoldLapsed> LapsesDue(long nowUs, int most = int.MaxValue) => _holds.Due(nowUs, most, _measures);

    /// <summary>Until when measures keep a held payment, microseconds since 1970-01-01T00:00:00Z; 0 where none does.</summary>
    public long KeptUntil(in SealedPayment payment) => _measures.KeptUntil(payment);

    private void Watermark(long timeUs) => _windows.WatermarkUs = Math.Max(_windows.WatermarkUs, timeUs);

    private void Enter(in SealedPayment payment)
    {
        _frame.Payment = payment;
        _windows.Begin();
    }

    /// <summary>From when a hold lasts, and whether its end may roll over days off.</summary>
    private readonly record struct HoldStart(long FromUs, bool MayRoll)
    {
        public long EndUs(long holdUs, bool rolls)
        {
            var endUs = Arithmetic.Add(FromUs, holdUs);
            return rolls && MayRoll ? WorkingDays.Kazakhstan.RolledUs(endUs) : endUs;
        }
    }

    /// <summary>The rules that spoke, gathered.</summary>
    private struct Verdict
    {
        public List<Reason>? Reasons;
        private Outcome _outcome;
        private long _expiresUs;

        public void Add(Rule rule, Frame frame, in HoldStart from)
        {
            (Reasons ??= []).Add(rule.Explain(frame));
            _outcome = rule.Outcome > _outcome ? rule.Outcome : _outcome;
            if (rule.Outcome == Outcome.Hold)
            {
                _expiresUs = Math.Max(_expiresUs, from.EndUs(rule.HoldUs, rule.HoldRolls));
            }
        }

        /// <summary>What is worth saying of a proof; it decides nothing by itself.</summary>
        public void Add(Reason proof) => (Reasons ??= []).Add(proof);

        public void AddUnrated(Rule rule, Frame frame, LoadedRulebook book, in HoldStart from) =>
            AddUnasked(
                rule,
                "rate_missing",
                $"No exchange rate was in force on {Units.Time(frame.Payment.TimeUs, frame.Zone)}, "
                    + $"so the rule {rule.Name} could not be asked.",
                frame.Payment.Amount.Currency.Code(),
                book,
                from
            );

        public void AddUnlisted(Rule rule, Frame frame, LoadedRulebook book, in HoldStart from) =>
            AddUnasked(
                rule,
                "list_missing",
                $"No watchlist was ever taken, so the rule {rule.Name} could not be asked.",
                frame.Payment.WalletChain ?? "",
                book,
                from
            );

        /// <summary>What keeps a rule from being asked is no leave to pass: where the rulebook says so, the payment is held.</summary>
        private void AddUnasked(Rule rule, string why, string text, string observed, LoadedRulebook book, in HoldStart from)
        {
            if (book.UnaskedHoldUs > 0 && rule.Outcome != Outcome.Allow)
            {
                _outcome = Outcome.Hold > _outcome ? Outcome.Hold : _outcome;
                _expiresUs = Math.Max(_expiresUs, from.EndUs(book.UnaskedHoldUs, book.UnaskedHoldRolls));
            }
            (Reasons ??= []).Add(new Reason(why, text, observed, rule.Name, rule.Source));
        }

        public readonly Decision Decide(string version) => new(_outcome, Reasons!, version, _outcome == Outcome.Hold ? _expiresUs : 0);
    }
}
