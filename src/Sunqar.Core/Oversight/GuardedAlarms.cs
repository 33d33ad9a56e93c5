using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Core.Facts;
using Sunqar.Core.People;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Oversight;

/// <summary>Acts that take two, and those that whoever holds the root key does at the machine itself: the overseer hears of each, when it
/// is asked for and when it is done.</summary>
internal static class GuardedAlarms
{
    public static void Raise(Act act, Fact what, Action<AlarmKind, string> raise)
    {
        switch (what)
        {
            case PersonInvited invited when StaffRules.IsGuarded(invited.Role):
                var post = invited.Role.ToString().ToLowerInvariant();
                Guarded(invited.AccountId is null ? $"invited: {post}" : $"new credentials for {invited.AccountId}: {post}");
                break;
            case InvitationConfirmed:
                raise(AlarmKind.Guarded, "confirmed an invitation as the second person");
                break;
            case CredentialsReplaced replaced:
                raise(AlarmKind.Guarded, $"new credentials were taken up: {replaced.AccountId}");
                break;
            case StandingGiven given:
                Guarded($"standing of {given.AccountId}: {given.Standing.ToString().ToLowerInvariant()}");
                break;
            case PostGiven given when act.Role == Role.System:
                Guarded($"post of {given.AccountId}: {given.Role.ToString().ToLowerInvariant()}");
                break;
            case PartnerListed partner:
                raise(
                    act.Role == Role.System ? AlarmKind.RootKey : AlarmKind.Partner,
                    $"partner {partner.Name}: told at {partner.Address}"
                );
                break;
            case PartnerEnded partner:
                raise(act.Role == Role.System ? AlarmKind.RootKey : AlarmKind.Partner, $"partner {partner.Name}: told no more");
                break;
            case HistoryRestored restored:
                raise(AlarmKind.Restored, "an older copy of the journal is the history from now on: " + restored.Reason);
                break;
            case LicenceChanged changed:
                raise(AlarmKind.Licence, $"licence of {changed.Listing.Code}: {changed.Listing.Status}");
                break;
            case ActProposed asked:
                foreach (var comes in asked.Comes)
                    Raise(act, comes, (kind, said) => raise(kind, "asked for, waits for a second person: " + said));
                break;
        }

        void Guarded(string said) => raise(act.Role == Role.System ? AlarmKind.RootKey : AlarmKind.Guarded, said);
    }
}
