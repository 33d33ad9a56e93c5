using Sunqar.Core.Acts;
using Sunqar.Core.Facts;

namespace Sunqar.Core.People;

/// <summary>Who works here, and who is asked in: a fold over acts.</summary>
public sealed class Staff : IActFold
{
    /// <summary>So many sign-ins in a row may fail before the account is locked (NIST SP 800-63B, 5.2.2, asks for at most 100).</summary>
    public const int FailuresFree = 5;

    /// <summary>The first lock; each further failure doubles it, up to <see cref="LockUsMax"/>.</summary>
    public const long LockUsMin = 30_000_000;

    /// <summary>An hour: who knows the name can hold the account locked, but not for good.</summary>
    public const long LockUsMax = 3_600_000_000;

    /// <summary>Sessions of one account at once; the oldest makes room.</summary>
    public const int SessionsMax = 3;

    private readonly Dictionary<string, List<string>> _sessions = [];
    private readonly Dictionary<string, string> _identities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Account> _accounts = [];
    private readonly Dictionary<string, Invitation> _invitations = [];

    // Who asked for what a second person agrees to: what an overseer asked for no admin takes back.
    private readonly Dictionary<string, Role> _askers = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Account> Accounts => _accounts.Values;

    /// <summary>Invitations that nobody took up or withdrew, expired ones among them.</summary>
    public IReadOnlyCollection<Invitation> Invitations => _invitations.Values;

    public Account? Find(string accountId) => _accounts.GetValueOrDefault(accountId);

    /// <summary>The account that an identity of the provider is bound to; null where it is to none.</summary>
    public string? AccountOf(string identityId) => _identities.GetValueOrDefault(identityId);

    /// <summary>Whether the acts know of the session and of no end of it: only then may one be taken up that was kept elsewhere.</summary>
    public bool HasSession(string accountId, string sessionId) => _sessions.GetValueOrDefault(accountId)?.Contains(sessionId) ?? false;

    public Invitation? FindInvitation(string invitationId) => _invitations.GetValueOrDefault(invitationId);

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case PersonInvited invited:
                _invitations[invited.InvitationId] = new Invitation(
                    invited.InvitationId,
                    invited.Role,
                    invited.Unit,
                    invited.ExpiresUs,
                    invited.AccountId,
                    act.Author,
                    invited.NeedsSecond
                )
                {
                    IsPrinted = act.Author == Actor.House.Id && act.Key.StartsWith(InvitePerson.PrintedKey, StringComparison.Ordinal),
                };
                break;
            case InvitationConfirmed confirmed when _invitations.TryGetValue(confirmed.InvitationId, out var invitation):
                _invitations[confirmed.InvitationId] = invitation with { AwaitsSecond = false };
                break;
            case InvitationWithdrawn withdrawn:
                _invitations.Remove(withdrawn.InvitationId);
                break;
            case AccountCreated created:
                _invitations.Remove(created.InvitationId);
                _accounts[created.AccountId] = new Account(
                    created.AccountId,
                    created.Role,
                    created.Unit,
                    act.AtUs,
                    act.AtUs,
                    Standing.Good,
                    "",
                    Role.System,
                    0,
                    0,
                    0,
                    0
                );
                break;
            case CredentialsReplaced replaced:
                _invitations.Remove(replaced.InvitationId);
                Unbind(replaced.AccountId);
                Change(
                    replaced.AccountId,
                    account =>
                        account with
                        {
                            Version = account.Version + 1,
                            FailedInRow = 0,
                            LockedUntilUs = 0,
                            LastTotpStep = 0,
                            ChangedUs = act.AtUs,
                            AwaitedUs = null,
                        }
                );
                break;
            case PostGiven post:
                Change(
                    post.AccountId,
                    account => account with { Role = post.Role, Unit = post.Unit, PostSinceUs = act.AtUs, Version = account.Version + 1 }
                );
                break;
            case StandingGiven given:
                Change(
                    given.AccountId,
                    account =>
                        account with
                        {
                            Standing = given.Standing,
                            StandingReason = given.Reason,
                            StandingBy = AskerOf(act) == Role.Overseer ? Role.Overseer : act.Role,
                            PostSinceUs = act.AtUs,
                            Version = account.Version + 1,
                        }
                );
                break;
            case ActProposed proposed:
                _askers[proposed.ProposalId] = act.Role;
                break;
            default:
                ApplyEntry(act, what);
                break;
        }
    }

    /// <summary>How accounts are entered, and by what.</summary>
    private void ApplyEntry(Act act, Fact what)
    {
        switch (what)
        {
            case SignedIn signedIn:
                BeginSession(signedIn);
                Change(
                    signedIn.AccountId,
                    account =>
                        account with
                        {
                            FailedInRow = 0,
                            LockedUntilUs = 0,
                            LastTotpStep = Math.Max(account.LastTotpStep, signedIn.TotpStep),
                        }
                );
                break;
            case PasskeyAdded { AccountId: var changed }:
                Change(changed, account => account with { Version = account.Version + 1, ChangedUs = act.AtUs });
                break;
            case PasskeyRemoved { AccountId: var changed }:
                Change(changed, account => account with { Version = account.Version + 1, ChangedUs = act.AtUs });
                break;
            case IdentityAwaited awaited:
                Unbind(awaited.AccountId);
                Change(
                    awaited.AccountId,
                    account => account with { Version = account.Version + 1, ChangedUs = act.AtUs, AwaitedUs = act.AtUs }
                );
                break;
            case IdentityBound bound:
                _identities[bound.IdentityId] = bound.AccountId;
                Change(bound.AccountId, account => account with { ChangedUs = act.AtUs, AwaitedUs = null });
                break;
            case ChangeSeen seen:
                Change(seen.AccountId, account => account with { ToldUs = act.AtUs });
                break;
            case SignedOut signedOut:
                _sessions.GetValueOrDefault(signedOut.AccountId)?.Remove(signedOut.SessionId);
                break;
            case ActRefused { Kind: RefusalKind.Forbidden }
                when act.Command == SignIn.CommandName || ChangeOfCredentials.Names.Contains(act.Command):
                Change(act.Author, account => Fail(account, act.AtUs));
                break;
        }
    }

    /// <summary>Of an act that a second person agreed to, the role of whoever asked for it.</summary>
    private Role? AskerOf(Act act) =>
        act.What is [ProposalJudged judged, ..] && _askers.TryGetValue(judged.ProposalId, out var asker) ? asker : null;

    private void BeginSession(SignedIn signedIn)
    {
        if (!_sessions.TryGetValue(signedIn.AccountId, out var own))
            _sessions[signedIn.AccountId] = own = [];
        own.Add(signedIn.SessionId);
        if (own.Count > SessionsMax)
            own.RemoveAt(0);
    }

    private void Unbind(string accountId)
    {
        foreach (var (identity, _) in _identities.Where(one => one.Value == accountId).ToList())
            _identities.Remove(identity);
    }

    private static Account Fail(Account account, long atUs)
    {
        var failed = account.FailedInRow + 1;
        if (failed < FailuresFree)
            return account with { FailedInRow = failed };
        var lockUs = Math.Min(LockUsMax, LockUsMin << Math.Min(10, failed - FailuresFree));
        return account with { FailedInRow = failed, LockedUntilUs = atUs + lockUs };
    }

    private void Change(string accountId, Func<Account, Account> change)
    {
        if (_accounts.TryGetValue(accountId, out var account))
            _accounts[accountId] = change(account);
    }
}
