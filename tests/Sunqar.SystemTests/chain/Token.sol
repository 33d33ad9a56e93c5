// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.0;

/// A token with the events of Tether's contract, for tests: transfers, a blacklist, issue and redeem.
contract Token {
    address public owner = msg.sender;
    mapping(address => uint256) public balanceOf;
    mapping(address => bool) public isBlackListed;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event AddedBlackList(address _user);
    event RemovedBlackList(address _user);
    event DestroyedBlackFunds(address _blackListedUser, uint256 _balance);
    event Issue(uint256 amount);
    event Redeem(uint256 amount);

    modifier onlyOwner() {
        require(msg.sender == owner, "not the owner");
        _;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        require(!isBlackListed[msg.sender], "frozen");
        balanceOf[msg.sender] -= value;
        balanceOf[to] += value;
        emit Transfer(msg.sender, to, value);
        return true;
    }

    /// Several transfers in one transaction.
    function transferTwice(address to, uint256 value) external {
        for (uint256 i = 0; i < 2; i++) {
            balanceOf[msg.sender] -= value;
            balanceOf[to] += value;
            emit Transfer(msg.sender, to, value);
        }
    }

    function issue(uint256 amount) external onlyOwner {
        balanceOf[owner] += amount;
        emit Issue(amount);
    }

    function redeem(uint256 amount) external onlyOwner {
        balanceOf[owner] -= amount;
        emit Redeem(amount);
    }

    function addBlackList(address user) external onlyOwner {
        isBlackListed[user] = true;
        emit AddedBlackList(user);
    }

    function removeBlackList(address user) external onlyOwner {
        isBlackListed[user] = false;
        emit RemovedBlackList(user);
    }

    function destroyBlackFunds(address user) external onlyOwner {
        uint256 balance = balanceOf[user];
        balanceOf[user] = 0;
        emit DestroyedBlackFunds(user, balance);
    }
}
