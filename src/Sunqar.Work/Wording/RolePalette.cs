namespace Sunqar.Work.Wording;

/// <summary>
/// Which colour a role has, in tables and in the graph alike: <c>.role-0</c> … <c>.role-7</c> in the style sheet. Who leads comes first,
/// also in lists.
/// </summary>
public static class RolePalette
{
    /// <summary>The slot of bystanders and of roles nobody has named yet.</summary>
    public const int Neutral = 7;

    private static readonly string[][] Slots =
    [
        ["organiser", "founder"],
        ["desk", "desk_wallet", "hot_wallet", "exchanger", "treasury"],
        ["collector", "gatherer", "recipient"],
        ["dropper", "drop_card", "mule", "early_member"],
        ["runner", "atm_runner", "sender", "member"],
        ["deposit", "deposit_wallet", "reserve", "wallet", "pool", "miner"],
        ["terminal", "atm", "cash_out_atm", "platform"],
    ];

    public static int Slot(string role)
    {
        var slot = Array.FindIndex(Slots, names => names.Contains(role, StringComparer.Ordinal));
        return slot < 0 ? Neutral : slot;
    }
}
